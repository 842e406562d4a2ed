"""Runs of the training lab as every lesson sees them: what they hold, and one line a run."""
