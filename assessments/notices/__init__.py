"""What administrators and auditors of a province tell many accounts at once, and who has read it."""
