"""Figures that anyone can take again: each module is a script, started with ``python -m benchmarks.NAME``."""

LARGEST = "preset=random&source=sine&steps=64&inputs=4&hidden=4"  # the largest cell that the stage draws as a circuit
