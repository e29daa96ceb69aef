"""Authorities beside each other: over the years, in one year, and province by province."""
