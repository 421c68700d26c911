"""Who sent a request, by the marks that the table gives: header names first, which are cheap, and
only where none tells, fields of query and body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from requestbin.http import Request
from requestbin.providers.catalog import PROVIDERS
from requestbin.providers.provider import Condition, Provider
from requestbin.providers.seen import Seen

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MAX_BODY_BYTES = 256 * 1024
"""A larger body is not looked into: 10 MB of JSON take 99 ms to parse."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The provider with what it calls this event, and the id that a retry shares; "" for none."""

    provider: Provider
    event: str = ""
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """One way to recognise a provider. `needles` must all be in the body before it is parsed."""

    provider: Provider
    conditions: tuple[Condition, ...]
    needles: tuple[bytes, ...]

    def holds(self, seen: Seen) -> bool:
        body = seen.body
        return all(needle in body for needle in self.needles) and all(
            each.holds(seen) for each in self.conditions
        )


def _rules() -> tuple[dict[str, list[_Rule]], dict[str, list[_Rule]]]:
    """Return the rules by the header that each needs, and the others by the kind of their place."""
    by_header: dict[str, list[_Rule]] = {}
    by_kind: dict[str, list[_Rule]] = {}
    for row in PROVIDERS:
        for conditions in row.rules:
            wanted = [each for each in conditions if not each.absent]
            needles = [
                each for one in wanted if one.place.kind in IN_BODY for each in _needles(one)
            ]
            rule = _Rule(row, conditions, tuple(needles))
            names = [each.place.name.lower() for each in wanted if each.place.kind == "header"]
            index = by_header if names else by_kind
            index.setdefault(names[0] if names else wanted[0].place.kind, []).append(rule)
    return by_header, by_kind


IN_BODY = ("json", "form")


def _needles(condition: Condition) -> list[bytes]:
    """Return what the body must have for a condition to hold: the last name of the path, and the
    value, so far as forms and JSON cannot write it otherwise."""
    name = condition.place.name.rstrip(".*").rpartition(".")[2]
    plain = (name, re.split(r"[^\w.]", condition.value)[0])
    return [each.encode() for each in plain if re.fullmatch(r"[\w.-]{2,}", each)]


_BY_HEADER, _BY_KIND = _rules()


def recognise(request: Request, own: Sequence[Provider] = ()) -> Recognised | None:
    """Return who sent a request, None for nobody known; `own` are asked first. Never raises.

    Of several whose marks are there, the one with the most of them: GitLab's signing token comes
    with the headers of Standard Webhooks, too.
    """
    return recognise_seen(Seen(request), own)


def recognise_seen(seen: Seen, own: Sequence[Provider] = ()) -> Recognised | None:
    """Do the same for a request that is looked at for more than this."""
    provider = next((row for row in own if row.recognises(seen)), None) or _by_marks(seen)
    return None if provider is None else sent_by(provider, seen)


def sent_by(provider: Provider, seen: Seen) -> Recognised:
    """Return what a request says of its event, whose sender is known. Never raises."""
    if len(seen.body) > MAX_BODY_BYTES:
        return Recognised(provider)
    return Recognised(provider, provider.event_of(seen), provider.event_id_of(seen))


def _by_marks(seen: Seen) -> Provider | None:
    small = len(seen.body) <= MAX_BODY_BYTES
    rules = [rule for name in seen.names for rule in _BY_HEADER.get(name, ())]
    best = _best(seen, rules, small)
    if best is not None:
        return best
    kinds = ["query"] if "?" in seen.request.url else []
    if seen.media_type in FORMS:
        kinds.append("form")
    elif seen.body[:1] in (b"{", b"["):
        kinds.append("json")
    if kinds:
        kinds.append("parameter")
    return _best(seen, [rule for kind in kinds for rule in _BY_KIND.get(kind, ())], small)


def _best(seen: Seen, rules: list[_Rule], small: bool) -> Provider | None:
    held = [rule for rule in rules if (small or not rule.needles) and rule.holds(seen)]
    if not held:
        return None
    return max(held, key=lambda rule: (len(rule.conditions), -_ORDER[rule.provider.slug])).provider


_ORDER = {row.slug: index for index, row in enumerate(PROVIDERS)}
