"""The local authorities."""
