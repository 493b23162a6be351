"""What published figures are compared with: each a pure function of what is left of a world, one file a subject."""
