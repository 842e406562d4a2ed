"""Small trained nets that come along, and the languages that they read: what runs behind the kinds and the order."""
