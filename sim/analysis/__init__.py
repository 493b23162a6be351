"""What it means: stores are read, compared, put into words and drawn; the engine is unknown here."""
