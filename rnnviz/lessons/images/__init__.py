"""The lesson on pictures as sequences."""
