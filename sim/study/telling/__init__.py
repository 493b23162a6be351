"""What was found, in words: one set of sentences for the terminal, the report and both pages, in two languages."""
