"""A municipality's year: its state, its lock, its steps."""
