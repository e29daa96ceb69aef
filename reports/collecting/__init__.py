"""Documents of many authorities in one file to take along."""
