"""Runs that come with rnnviz, as folders like a learner's own; made by ``python -m rnnviz.learn.included``."""
