"""A nation of invented results, to try the portal at its full size."""
