"""What becomes of last year's measures."""
