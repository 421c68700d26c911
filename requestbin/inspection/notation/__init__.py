"""Notations read by their tokens: nothing is turned into values, so that nothing is changed."""
