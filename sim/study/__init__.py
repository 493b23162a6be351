"""The study of one article: its claims, the map, the answer, the calibration and its targets."""
