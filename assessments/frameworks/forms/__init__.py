"""Forms of the definitions."""
