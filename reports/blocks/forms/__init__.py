"""What the forms of blocks share."""
