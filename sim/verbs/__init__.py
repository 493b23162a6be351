"""The verbs of the command ``manyhats``, a file for each kind."""
