"""The market's year as a flat C++ program: the same draws, the same order, the same bits."""
