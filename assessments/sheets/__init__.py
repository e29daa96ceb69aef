"""Spreadsheets in and out. Knows no database: reader, cells, names and writer turn files into texts and back."""
