"""What exists and what happens, one folder per mechanism."""
