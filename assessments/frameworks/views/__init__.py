"""Screens of the definitions."""
