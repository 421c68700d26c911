"""Filters that our templates load."""
