"""The lesson on an embedding's table that learns."""
