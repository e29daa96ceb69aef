"""How the scores of many authorities lie, kept for each group of them."""
