"""The search for one default scenario that meets the targets of the whole model together."""
