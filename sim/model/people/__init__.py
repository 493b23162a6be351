"""Who there is, whom they know, and how they stand with them."""
