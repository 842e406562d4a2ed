"""Figures that anyone can take again: each module is a script, started with ``python -m benchmarks.NAME``."""
