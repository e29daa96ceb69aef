"""From content to PDF, Word and Excel."""
