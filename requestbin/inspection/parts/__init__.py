"""Bodies within bodies: an upload's parts, JSON in a form field, base64 in JSON, a token."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.parts.cloudevents import CloudEvents
from requestbin.inspection.parts.inside import InForm, InJson, InXml
from requestbin.inspection.parts.multipart import Multipart
from requestbin.inspection.parts.part import Opener, Part

__all__ = ["MAX_DEPTH", "Part", "part_at", "parts_of"]

log = logging.getLogger(__name__)

OPENERS: Sequence[Opener] = (Multipart(), CloudEvents(), InForm(), InJson(), InXml())
MAX_DEPTH = 5


def parts_of(content: Content, openers: Sequence[Opener] = OPENERS) -> list[Part]:
    """Return what stands within a body, by the first opener that finds something; never raises."""
    for opener in openers:
        try:
            found = opener.parts(content)
        except Unreadable:
            continue
        except Exception as error:
            log.warning("parts could not be read: %s", type(error).__name__)
            continue
        if found:
            return found
    return []


def part_at(content: Content, address: str) -> Part | None:
    """Return the part at an address: `2` is the second, `2.1` the first in it; None for none."""
    steps = address.split(".")
    if len(steps) > MAX_DEPTH:
        return None
    part: Part | None = None
    for step in steps:
        within = parts_of(part.content if part else content)
        number = int(step) if step.isascii() and step.isdigit() and len(step) < 4 else 0
        if not 1 <= number <= len(within):
            return None
        part = within[number - 1]
    return part
