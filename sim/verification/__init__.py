"""The model put to the test: identities and published figures, each a named case."""
