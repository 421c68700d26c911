"""The signature of a request laid out: what was signed, what came, when, and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.http import NO_HEADERS, Request
from requestbin.inspection.content import Content, content_of
from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.words import Part, parts_of
from requestbin.inspection.moments import span
from requestbin.inspection.registry import Reading, read
from requestbin.providers import Provider, provider_of
from requestbin.providers.doctor import Candidate, looks_signed
from requestbin.providers.provider import Sure
from requestbin.providers.recipes import LANGUAGES, recipe
from requestbin.web.signing.judged import Judged, judged_of
from requestbin.web.signing.sentences import parts_in_words, when_of

MAX_SIGNED_BYTES = 64 * 1024
"""Of what was signed as it is shown; the download has all of it."""
UNSURE = {
    Sure.MEMORY: "These facts are from memory; tell us if they are wrong.",
    Sure.SECONDARY: "These facts are from the code of others; tell us if they are wrong.",
}

LANGUAGE_NAMES = {"python": "Python", "node": "Node.js"}

Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signed:
    """The bytes that were signed: as text, or in hex where they are none. `cut` says how many
    bytes there are beyond those that are shown, 0 for none."""

    size: int
    text: str | None
    dump: Reading | None
    cut: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """Code in one language."""

    slug: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The signature that was expected and the one that came, where they differ marked."""

    expected: list[Part]
    received: list[Part]
    expected_text: str
    received_text: str


def signature(bin: Bin, row: CapturedRequest, params: Params) -> dict[str, Any]:
    """Return what the Signature tab shows of a request."""
    url = params.get("url", "").strip()
    judged = judged_of(bin, row, url)
    place = {"signed_at": reverse("signed", args=(bin.pk, row.seq))}
    if judged is None:
        return {"candidates": candidates_of(row), **place}
    return {
        "proof": judged,
        "signed": signed_of(judged.signed) if judged.signed else None,
        "compared": compared_of(judged),
        "fresh": freshness_of(judged, timezone.now()),
        "uncovered": uncovered_of(judged),
        "unsure": UNSURE.get(judged.provider.sure, "") if in_table(judged.provider) else "",
        "other_url": url,
        "recipes": recipes_of(judged.provider),
        **place,
    }


def in_table(provider: Provider) -> bool:
    """Tell whether a provider is one of ours, and not one that people described themselves."""
    return provider_of(provider.slug) is not None


def recipes_of(provider: Provider) -> list[Recipe]:
    """Return code that verifies the requests of a provider, in each language that there is."""
    made = (
        Recipe(slug, LANGUAGE_NAMES.get(slug, slug), recipe(provider, slug)) for slug in LANGUAGES
    )
    return [each for each in made if each.code]


def signed_of(octets: bytes) -> Signed:
    """Return signed bytes as they are shown."""
    content = content_of(NO_HEADERS, octets)
    size = len(octets)
    cut = max(0, size - MAX_SIGNED_BYTES)
    try:
        text = octets[:MAX_SIGNED_BYTES].decode("utf-8", "strict" if not cut else "ignore")
    except UnicodeDecodeError:
        return Signed(size, None, _dumped(content), 0)
    return Signed(size, text, None, cut)


def _dumped(content: Content) -> Reading:
    return read(content, "hex")


def compared_of(judged: Judged) -> Compared | None:
    """Return both signatures, None where nothing was compared, or where they are a secret."""
    verdict = judged.verdict
    if judged.is_token or not (verdict.expected or verdict.received):
        return None
    expected, received = parts_of(verdict.expected, verdict.received, Work())
    return Compared(expected, received, verdict.expected, verdict.received)


def uncovered_of(judged: Judged) -> str:
    """Return what the signature of a request does not cover, in words; "" where nothing is signed,
    or where nobody can tell before it is checked."""
    if not judged.is_signed:
        return ""
    if judged.verdict.signed or judged.is_token:
        return parts_in_words(judged.verdict.uncovered)
    return parts_in_words(getattr(judged.scheme, "uncovered", ()))


def freshness_of(judged: Judged, now: datetime) -> dict[str, Any] | None:
    """Return when a request was signed, and what became of that since; None for no time."""
    verdict = judged.verdict
    if verdict.signed_at is None:
        return None
    try:
        signed_at = datetime.fromtimestamp(verdict.signed_at, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    age = now.timestamp() - verdict.signed_at
    limit = verdict.tolerance
    return {
        "signed_at": signed_at,
        "at_arrival": when_of(verdict, judged.received_at),
        "tolerance": span(limit) if limit else "",
        "age": span(max(age, 0)),
        "refused_now": limit is not None and age > limit,
    }


def candidates_of(row: CapturedRequest) -> list[Candidate]:
    """Return the headers of a request that look like signatures, the likeliest first."""
    found = looks_signed(Request(row.method, "", row.headers))
    return list({each.header.lower(): each for each in reversed(found)}.values())[::-1]
