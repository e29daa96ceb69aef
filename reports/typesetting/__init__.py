"""How texts become lines and tables become columns: words, widths, breaks. Knows no document and no page."""
