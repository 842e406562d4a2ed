"""One folder a lesson: its state, views, figures and stage. A lesson never imports another lesson."""
