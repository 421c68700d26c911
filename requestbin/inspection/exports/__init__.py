"""Captured requests as files to take away: one table of the formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from requestbin.inspection.exports.csv import Csv
from requestbin.inspection.exports.entry import Entry, Writer
from requestbin.inspection.exports.har import Har
from requestbin.inspection.exports.ndjson import Ndjson
from requestbin.inspection.exports.zip import Zip


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export: `writer` makes a new one, `to_share` tells that it is masked unless it is
    asked for otherwise."""

    slug: str
    name: str
    about: str
    media_type: str
    writer: Callable[[], Writer]
    to_share: bool


FORMATS = (
    Format("ndjson", "NDJSON", "all of it, to import back", "application/x-ndjson", Ndjson, False),
    Format(
        "har", "HAR 1.2", "for browsers, proxies and API clients", "application/json", Har, True
    ),
    Format("csv", "CSV", "for spreadsheets", "text/csv; charset=utf-8", Csv, True),
    Format("zip", "ZIP", "the raw bodies and an index", "application/zip", Zip, False),
)


def format_of(slug: str) -> Format | None:
    """Return the format of that name in an address, None for none."""
    return next((each for each in FORMATS if each.slug == slug), None)


__all__ = ["FORMATS", "Entry", "Format", "Writer", "format_of"]
