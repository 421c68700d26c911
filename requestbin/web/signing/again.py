"""Stored requests judged again after a secret has come or gone, and how far that is."""

from __future__ import annotations

from requestbin.bins.models import Bin


def begin(bin: Bin, provider: str = "") -> None:
    """Have the requests of a bin judged again in the background."""


def progress(bin: Bin) -> dict[str, int] | None:
    """Return how far that has come, None where nothing goes on and nothing was."""
    return None
