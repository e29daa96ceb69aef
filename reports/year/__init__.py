"""What is seen of a whole year."""
