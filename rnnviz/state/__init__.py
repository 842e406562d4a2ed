"""The settings of a page: from a preset, a link or a browser, and back; and what is taken away as a file."""
