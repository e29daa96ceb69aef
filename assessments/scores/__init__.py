"""A year's scores: the grid, items, pasting."""
