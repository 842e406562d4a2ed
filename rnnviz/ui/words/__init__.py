"""The lesson on tokens, ids, one-hot rows and embedding rows."""
