"""The lesson on one learning step."""
