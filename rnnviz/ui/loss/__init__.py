"""Choices of loss, targets and truths, shared by the lessons on gradients and on updates."""
