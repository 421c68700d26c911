"""The way to all that leaves a bin to be shared: a stored request with its secrets masked."""

from __future__ import annotations

from requestbin.bins import address
from requestbin.bins.models import Bin
from requestbin.http import Captured
from requestbin.inspection.masking import Masked, mask
from requestbin.providers.names import secret_names

SECRETS = secret_names()
"""What only the documentation of its sender calls a secret."""


def masked(bin: Bin, captured: Captured) -> Masked:
    """Return a request of the bin, masked: the key that it came by too, and the one of today."""
    came_by, _ = address.key_and_rest(captured.target)
    first = mask(captured, key=came_by, secrets=SECRETS)
    if came_by == bin.key:
        return first
    again = mask(first.captured, key=bin.key, secrets=SECRETS)
    told = " and ".join(filter(None, (first.told, again.told)))
    return Masked(again.captured, told, first.withheld or again.withheld, first.encoding)
