"""Sequences as arrays: series to cut into windows, the shapes (N, T, D) that come of it, and the split in time."""
