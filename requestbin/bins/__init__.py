"""Bins and what they caught: models, reading, changing, dropping."""
