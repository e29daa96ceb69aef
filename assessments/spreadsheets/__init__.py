"""Import and export of many rows."""
