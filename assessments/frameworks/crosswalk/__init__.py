"""How the parts of two years compare."""
