"""The user's guide inside the portal: its sections, and which of them is about a page."""
