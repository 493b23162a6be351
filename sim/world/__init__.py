"""What exists: tables, the social graph, accounts, keyed chance, and building a world of them."""
