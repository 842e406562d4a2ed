"""What the pages of the cells have beside their stage: the tasks of their leads."""
