"""From files to tables: what is stated, by whom, and on which line."""
