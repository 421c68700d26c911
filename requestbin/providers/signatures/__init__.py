"""Signatures: what was signed, whether it is genuine, and a request signed anew."""
