"""Claims put to the test: which worlds are run, and what is written about them."""
