"""The part of the payload tab that fetches what a thin payload is about, and shows what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.forwarding import fetching
from requestbin.forwarding.models import Fetch
from requestbin.forwarding.senders import as_signed, sender_of
from requestbin.inspection.content import Content, content_of
from requestbin.inspection.registry import Reading
from requestbin.providers import Provider, stamp
from requestbin.providers.refetch import NotFetchable, checked_template
from requestbin.providers.seen import Seen
from requestbin.web import words
from requestbin.web.payload import read_in


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a fetch, ready to be read."""

    fetch: Fetch
    content: Content | None
    reading: Reading | None

    @property
    def tone(self) -> str:
        """Return how its status looks."""
        return "ok" if self.fetch.status and 200 <= self.fetch.status < 300 else "no"

    @property
    def remark(self) -> str:
        """Return what is missing of the body, "" where it is whole."""
        if self.fetch.body_complete:
            return ""
        return f"It was cut off after {words.size(len(self.fetch.body))}."


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be fetched: `sentence` says why, `host` who gets the Authorization value, `known`
    that one is kept for it."""

    sentence: str
    template: str
    host: str
    known: bool
    fetched: Fetched | None
    problem: str = ""


def offer_of(
    bin: Bin, row: CapturedRequest, params: Mapping[str, str], problem: str = "", template: str = ""
) -> Offer | None:
    """Return what the payload tab offers to fetch, None where nothing is known to fetch."""
    provider = sender_of(row)
    template = template or bin.fetch_url or (provider.fetch if provider else "")
    if not template:
        return None
    host, noun = "", ""
    try:
        checked = checked_template(template)
        host, noun = checked.origin.partition("://")[2], checked.noun
        known = bool(fetching.authorization_of(bin.pk, checked.origin))
    except NotFetchable as error:
        known, problem = False, problem or str(error)
    sentence = _sentence(provider, noun, row)
    fetched = fetched_of(fetching.found(bin.pk, row.seq), params)
    return Offer(sentence, template, host, known, fetched, problem)


def fetched_of(fetch: Fetch | None, params: Mapping[str, str]) -> Fetched | None:
    """Return what was fetched in the format that fits; `params` name a view of it."""
    if fetch is None:
        return None
    content = content_of(fetch.headers, bytes(fetch.body)) if fetch.status else None
    reading = read_in(content, params.get("fetched", "")) if content and content.data else None
    return Fetched(fetch, content, reading)


def _sentence(provider: Provider | None, noun: str, row: CapturedRequest) -> str:
    what = f"Fetch the {noun} by its id" if noun else "Fetch what it is about by its id"
    if provider is None:
        return f"{what} to see it as it is now."
    sent = as_signed(row, queries.body_of(row.bin_id, row.seq))
    if stamp(sent, provider) is not None:
        return f"{what} to see it as it is now."
    if not provider.signs or provider.never_signs(Seen(sent)):
        return f"{provider.name} does not sign webhooks. {what} to be sure."
    return f"Nobody signed this one. {what} to be sure."
