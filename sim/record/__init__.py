"""What is kept of a run: measures, series, columns only."""
