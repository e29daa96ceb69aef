"""The measures of a year."""
