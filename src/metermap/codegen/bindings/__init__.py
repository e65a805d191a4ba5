"""What the generators of bindings share: which entries there are, their names, their codecs."""
