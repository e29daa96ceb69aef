"""Documents as they were issued, and their proof."""
