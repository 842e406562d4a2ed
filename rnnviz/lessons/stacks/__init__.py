"""The lesson "Stacks": several layers on one stage, and the shapes of everything in them."""
