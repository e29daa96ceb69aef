"""The documents of a year as they are stored."""
