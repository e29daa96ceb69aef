"""The definitions of a year."""
