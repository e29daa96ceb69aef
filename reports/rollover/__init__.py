"""A document brought from one year to the next."""
