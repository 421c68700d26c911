"""Signatures as pages show them: verdicts in words, secrets, providers of one's own."""
