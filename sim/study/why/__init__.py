"""Why two ways of doing business differ: which rule carries how much, where they are equal, what it all rests on."""
