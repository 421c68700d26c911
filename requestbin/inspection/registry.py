"""The formats we know, the best of them for some bytes, and the next best when that one fails."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.facts import Facts
from requestbin.inspection.formats.form import Form
from requestbin.inspection.formats.format import Format
from requestbin.inspection.formats.hexdump import Hexdump
from requestbin.inspection.formats.image import Image
from requestbin.inspection.formats.json import Json
from requestbin.inspection.formats.multipart import Multipart
from requestbin.inspection.formats.source import HTML, MARKDOWN
from requestbin.inspection.formats.text import Text
from requestbin.inspection.formats.token import Token
from requestbin.inspection.formats.tree import TreeView
from requestbin.inspection.formats.xml import Xml
from requestbin.inspection.shapes import Shape

log = logging.getLogger(__name__)

FORMATS: Sequence[Format] = (
    Json(),
    Form(),
    Multipart(),
    Xml(),
    HTML,
    MARKDOWN,
    Token(),
    Image(),
    Facts(),
    TreeView(),
    Text(),
    Hexdump(),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes in the shape of one format; `offers` are the formats that fit, `problem` is why a
    better one is not shown, `remark` how text was decoded."""

    format: Format
    shape: Shape
    offers: list[Format]
    problem: str = ""
    remark: str = ""

    @property
    def flags(self) -> tuple[str, ...]:
        """Return what a reader of these bytes may stumble over, a sentence each."""
        told = (self.remark,) if self.remark and self.shape.kind in ("code", "tree") else ()
        return told + self.shape.flags


def read(
    content: Content, wanted: str = "", start: int = 0, formats: Sequence[Format] = FORMATS
) -> Reading:
    """Return the bytes in the format named `wanted`, else in the best one that can read them.

    Never raises: a format that breaks is passed over, and the reading says so.
    """
    offers = _ranked(content, formats)
    problem = content.problem
    for candidate in sorted(offers, key=lambda offer: offer.slug != wanted):
        try:
            shape = candidate.shape(content, start)
            return Reading(candidate, shape, offers, problem, content.remark)
        except Unreadable as error:
            problem = problem or str(error)
        except Exception as error:
            log.warning("the %s view broke: %s", candidate.slug, type(error).__name__)
            problem = problem or f"The {candidate.name} view could not read this."
        offers = [offer for offer in offers if offer is not candidate]
    last = Hexdump()
    return Reading(last, last.shape(content, start), offers, problem)


def _ranked(content: Content, formats: Sequence[Format]) -> list[Format]:
    fits = []
    for candidate in formats:
        try:
            fits.append((candidate.fit(content), candidate))
        except Exception as error:
            log.warning("the %s view broke: %s", candidate.slug, type(error).__name__)
    ranked = sorted(fits, key=lambda pair: -pair[0])
    return [candidate for fit, candidate in ranked if fit > 0]
