"""Totals, levels and what explains them; pure."""
