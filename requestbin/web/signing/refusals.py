"""What is not taken from a form about signatures, and why."""

from __future__ import annotations


class NotTaken(ValueError):
    """What is not kept or done; the message is a sentence for people, and holds no secret."""
