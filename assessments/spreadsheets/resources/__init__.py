"""What each kind of spreadsheet holds."""
