"""The lesson on vanishing and exploding gradients."""
