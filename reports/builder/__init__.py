"""Where a document is put together."""
