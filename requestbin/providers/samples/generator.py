"""Samples by name: which there are, and one as a request, made from a URL, a seed and a moment."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from requestbin.http import Headers, Request
from requestbin.providers.samples.bodies import query_of, written
from requestbin.providers.samples.placeholders import Values
from requestbin.providers.samples.template import Template, read

PAYLOADS = Path(__file__).parent / "payloads"
BODY_SHA256 = "{{body_sha256}}"
"""In a query: the hash of the body that goes with it, in hex."""


class UnknownSample(LookupError):
    """There is no such sample; the message says which there are."""


@lru_cache(maxsize=1)
def providers_with_samples() -> tuple[str, ...]:
    """Return the slugs of the providers that there are samples of, in alphabetical order."""
    return tuple(sorted(folder.name for folder in PAYLOADS.iterdir() if folder.is_dir()))


def events(slug: str) -> tuple[str, ...]:
    """Return the events of a provider, the usual one first; raises UnknownSample."""
    return tuple(_templates(slug))


def title(slug: str, event: str) -> str:
    """Return what people call an event, as in "orders/create"; raises UnknownSample."""
    told = _template(slug, event).title
    name, _, detail = event.partition("__")
    return told or (f"{name} ({detail.replace('_', ' ')})" if detail else name)


def sample(slug: str, event: str, *, url: str, now: float, seed: int) -> Request:
    """Return an event of a provider as a request to `url`, not signed; raises UnknownSample.

    `now` is in Unix seconds. The same seed and moment make the same bytes, another seed another
    event. What the provider adds to a path or a query is added to those of `url`.
    """
    template = _template(slug, event)
    values = Values(f"{seed} {slug} {event}", now, url)
    headers = Headers((name, str(values.filled(value))) for name, value in template.headers)
    body = written(template, values.filled(template.payload), headers.text("content-type"))
    return Request(template.method, _addressed(template, values, body), headers, body)


def _addressed(template: Template, values: Values, body: bytes) -> str:
    digest = hashlib.sha256(body).hexdigest()
    added = query_of(
        (name, values.filled(value.replace(BODY_SHA256, digest))) for name, value in template.query
    )
    address, _, query = values.url.partition("#")[0].partition("?")
    path = values.filled(template.path)
    if path:
        address = address.rstrip("/") + path
    query = "&".join(each for each in (query, added) if each)
    return f"{address}?{query}" if query else address


def _template(slug: str, event: str) -> Template:
    there_are = _templates(slug)
    if event not in there_are:
        raise UnknownSample(
            f"There is no sample {event[:80]!r} of {slug}. There are: {', '.join(there_are)}."
        )
    return there_are[event]


@lru_cache(maxsize=256)
def _templates(slug: str) -> dict[str, Template]:
    if slug not in providers_with_samples():
        raise UnknownSample(
            f"There are no samples of {slug[:80]!r}. There are samples of: "
            f"{', '.join(providers_with_samples())}."
        )
    found = {
        path.stem: read(path.read_text(encoding="utf-8"))
        for path in (PAYLOADS / slug).glob("*.json")
    }
    return dict(sorted(found.items(), key=lambda pair: (not pair[1].usual, pair[0])))
