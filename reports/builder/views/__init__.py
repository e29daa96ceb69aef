"""Screens of the builder."""
