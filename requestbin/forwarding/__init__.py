"""Sending a captured request on, so that no delivery is ever forgotten."""
