"""rnnviz: see every number inside a recurrent net."""
