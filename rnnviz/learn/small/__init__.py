"""How the small nets of `core.small` were trained: ``python -m rnnviz.learn.small``."""
