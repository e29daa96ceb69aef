"""Forms of a year's scores."""
