"""The lesson "Two directions": both passes stepped, and a tagger that needs what follows."""
