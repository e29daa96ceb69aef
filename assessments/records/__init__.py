"""The history of rows."""
