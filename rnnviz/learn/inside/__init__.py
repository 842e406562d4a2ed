"""Inside a trained net: replayed with every state and gate recorded, held, cut; opened from a run or a file."""
