"""The lesson on sequences: their order, their shapes, and what is cut from them."""
