"""The lesson on the kinds of recurrent net."""
