"""The social graph: made by a generator, read from a file, taken from a data set; and back to networkx."""
