"""Bytes turned into something a person reads."""
