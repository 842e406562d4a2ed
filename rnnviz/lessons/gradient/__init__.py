"""The lesson "Gradients": the backward pass seen, one path opened, the paths added up."""
