"""Who sent a request, by the marks that the table gives: header names first, which are cheap, and
only where none tells, fields of query and body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    """One way to recognise a provider. `needles` must all be in the body before it is parsed, the
    longest first, for that is the one that is seldom there."""

    provider: Provider
    conditions: tuple[Condition, ...]
    needles: tuple[bytes, ...]
    marks: int

    def holds(self, seen: Seen) -> bool:
        for needle in self.needles[1:]:
            if needle not in seen.body:
                return False
        for each in self.conditions:  # noqa: SIM110 - half the time of all()
            if not each.holds(seen):
                return False
        return True


_Needled = tuple[bytes, _Rule]
"""A rule with its first needle, "" for none: most rules end there, at 0.3 µs for 1 KiB."""
_Index = dict[str, list[_Needled]]


def _rules() -> tuple[_Index, _Index]:
    """Return the rules by the header that each needs, and the others by the kind of their place."""
    by_header: _Index = {}
    by_kind: _Index = {}
    for row in PROVIDERS:
        for conditions in (each for rule in row.rules for each in _spelt_out(rule)):
            wanted = [each for each in conditions if not each.absent]
            needles = {
                each for one in wanted if one.place.kind in IN_BODY for each in _needles(one)
            }
            rule = _Rule(
                row, conditions, tuple(sorted(needles, key=len, reverse=True)), len(wanted)
            )
            names = [each.place.name.lower() for each in wanted if each.place.kind == "header"]
            index = by_header if names else by_kind
            key = names[0] if names else wanted[0].place.kind
            index.setdefault(key, []).append((rule.needles[0] if needles else b"", rule))
    return by_header, by_kind


def _spelt_out(rule: tuple[Condition, ...]) -> list[tuple[Condition, ...]]:
    """Return a rule once for each place that `parameter` stands for: no body is parsed for it."""
    if all(each.place.kind != "parameter" for each in rule):
        return [rule]
    return [
        tuple(replace(each, place=replace(each.place, kind=kind)) for each in rule)
        for kind in ("query", "form", "json")
    ]


IN_BODY = ("json", "form", "form-json")


def _needles(condition: Condition) -> list[bytes]:
    """Return what the body must have for a condition to hold: the last name of the path, and the
    value, so far as forms and JSON cannot write it otherwise."""
    name = condition.place.name.rstrip(".*").rpartition(".")[2]
    plain = (name, re.split(r"[^\w.]", condition.value)[0])
    return [each.encode() for each in plain if re.fullmatch(r"[\w.-]{2,}", each)]


_BY_HEADER, _BY_KIND = _rules()


def recognise(request: Request, own: Sequence[Provider] = ()) -> Recognised | None:
    """Return who sent a request, None for nobody known; `own` are asked first. Never raises.

    Of several whose marks are there, the one with the most of them; a format that many senders
    share comes last: OpenAI and GitLab send the headers of Standard Webhooks, too.
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
    if seen.body[:1] in (b"{", b"["):
        kinds.append("json")
    elif seen.media_type in FORMS:
        kinds += ["form", "form-json"]
    return _best(seen, [rule for kind in kinds for rule in _BY_KIND[kind]], small)


def _best(seen: Seen, rules: list[_Needled], small: bool) -> Provider | None:
    body = seen.body if small else b""
    held = [rule for needle, rule in rules if needle in body and rule.holds(seen)]
    if not held:
        return None
    return max(held, key=_weight).provider


def _weight(rule: _Rule) -> tuple[bool, int, int]:
    return not rule.provider.generic, rule.marks, -_ORDER[rule.provider.slug]


_ORDER = {row.slug: index for index, row in enumerate(PROVIDERS)}
