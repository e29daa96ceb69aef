"""Taking back what one act changed."""
