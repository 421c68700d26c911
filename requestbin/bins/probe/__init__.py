"""Requests to ourselves through the public URL, which show what the way there changes.

`errands` is what is sent, `told` what arrived, `compare` the differences, `catalog` the table of
all findings, `steps` the full check, `fronts` what stands in front and how it is mended.
"""

from __future__ import annotations

from requestbin.bins.probe.key import is_probe
from requestbin.bins.probe.told import seen

__all__ = ["is_probe", "seen"]
