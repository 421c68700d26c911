"""A captured request signed again: by the scheme that it was signed by, with what that changes.

Replayed as it is, a request is refused once it is older than its provider's libraries allow.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from requestbin.http import Request
from requestbin.providers.new_ids import with_event_id
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Pairs, Seen, as_text
from requestbin.providers.signatures.check import unsignable
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.secrets import Secret, candidates, utf8

MASK = "(masked)"  # as in what is shared (inspection.masking)
MAX_LEAVES = 2000


class NotSigned(ValueError):
    """A request that cannot be signed as asked; the message is a sentence for people."""


class Change(NamedTuple):
    """One header or field (`header:X-Signature`, `form:sig`, `url`) as it was and as it is; None
    for what is not there."""

    place: str
    was: str | None
    now: str | None

    @property
    def name(self) -> str:
        """Return how people call it: headers by their name."""
        return self.place.removeprefix("header:")


def renewed(
    request: Request,
    provider: Provider,
    secret: Secret,
    *,
    now: float,
    captured: Request | None = None,
    known: Sequence[Secret] = (),
    event_id: str = "",
    signed_url: str = "",
) -> Request:
    """Return `request` signed at `now` (Unix seconds); with `event_id` where one is given.

    The scheme is that of `captured`, whose signature is tried with the secrets `known`. A scheme
    that signs the URL signs `signed_url`, or where the request goes. Raises NotSigned.
    """
    problem = unsignable(provider, secret)
    if problem:
        raise NotSigned(problem)
    seen = Seen(captured or request)
    if provider.never_signs(seen) and not any(each.present(seen) for each in provider.schemes):
        raise NotSigned(f"{provider.name} does not sign requests like this one.")
    signed = replace(request, url=signed_url) if signed_url else request
    if event_id:
        signed = with_event_id(signed, provider, event_id)
    done = False
    for each in schemes_of(captured or request, provider, (*known, secret), now):
        made = each.sign(signed, secret, now, event_id)
        if made is not None and each.present(Seen(made)):
            signed, done = made, True
    if not done:
        raise NotSigned(
            f"This cannot be signed as {provider.name} does: a part that is signed is missing."
        )
    return replace(signed, url=_led_back(request.url, signed_url, signed.url))


def schemes_of(
    request: Request, provider: Provider, known: Sequence[Secret], now: float
) -> list[Scheme]:
    """Return the schemes by which a request is signed, the usual one where it is not.

    Of several that put their signature into one place, it is the one that comes furthest in a
    check. A second place counts where its signature is of the same kind as the first, or genuine.
    """
    seen = Seen(request)
    ranks: dict[str, tuple[int, bool, Scheme]] = {}
    for each in provider.schemes:
        if not each.present(seen):
            continue
        verdicts = [each.verify(seen, secret, now) for secret in known]
        best = max((verdict.rank for verdict in verdicts), default=0)
        genuine = any(verdict.authentic for verdict in verdicts)
        place = str(getattr(each, "signature", ""))
        if place not in ranks or best > ranks[place][0]:
            ranks[place] = (best, genuine, each)
    if not ranks:
        return list(provider.schemes[:1])
    found = sorted(ranks.values(), key=lambda rank: not rank[1])
    kind = type(found[0][2])
    return [each for _, genuine, each in found if genuine or type(each) is kind]


def changes(before: Request, after: Request) -> list[Change]:
    """Return what differs between a request and what was made of it, headers first."""
    found = [
        Change(f"header:{name}", was, now)
        for name, was, now in _differing(_headers(before), _headers(after))
    ]
    if before.url != after.url:
        found.append(Change("url", before.url, after.url))
    if before.body == after.body:
        return found
    old, new = Seen(before), Seen(after)
    if old.form or new.form:
        return found + [
            Change(f"form:{name}", was, now) for name, was, now in _differing(old.form, new.form)
        ]
    leaves = _differing(list(_leaves(old.json)), list(_leaves(new.json)))
    return found + [Change(f"json:{name}", was, now) for name, was, now in leaves]


def masked(found: Iterable[Change], secrets: Iterable[Secret]) -> list[Change]:
    """Return changes without any of the secrets in them: some providers send theirs along."""
    texts = {text for secret in secrets for text in candidates(secret)}
    texts |= {base64.b64encode(utf8(text)).decode() for text in texts}
    longest_first = sorted(texts, key=len, reverse=True)
    return [
        Change(each.place, _without(each.was, longest_first), _without(each.now, longest_first))
        for each in found
    ]


def _without(text: str | None, secrets: Iterable[str]) -> str | None:
    for secret in secrets:
        text = text.replace(secret, MASK) if text else text
    return text


def _headers(request: Request) -> Pairs:
    return [(name, value) for name, value in request.headers.as_text()]


def _differing(old: Pairs, new: Pairs) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the names whose values differ, first those of `old` in its order."""
    for name in dict.fromkeys(name for name, _ in (*old, *new)):
        was = [value for key, value in old if key == name]
        now = [value for key, value in new if key == name]
        if was != now:
            yield name, ", ".join(was) if was else None, ", ".join(now) if now else None


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield paths and scalars of JSON, of a large one the first."""
    stack, count = [(path, value)], 0
    while stack and count < MAX_LEAVES:
        path, value = stack.pop()
        count += 1
        text = as_text(value)
        if text is not None:
            yield path, text
        elif isinstance(value, dict):
            stack += [(f"{path}.{name}" if path else name, each) for name, each in value.items()]
        elif isinstance(value, list):
            stack += [(f"{path}.{index}", each) for index, each in enumerate(value)]


def _led_back(url: str, signed_url: str, made: str) -> str:
    """Return where a request goes that was signed for another address, with what signing put into
    the query."""
    if not signed_url:
        return made
    query = made.partition("#")[0].partition("?")[2]
    return url if made == signed_url else f"{url.partition('?')[0]}?{query}"
