"""Handshakes that want to see again what they sent: as text, in JSON, or in a header."""

from __future__ import annotations

from dataclasses import replace

from requestbin.http import Headers, Response
from requestbin.providers.handshakes import replies
from requestbin.providers.handshakes.kind import Answer, Asked, Make, same


def as_text(where: str) -> Make:
    """Return what stands at `where` as plain text."""

    def make(asked: Asked) -> Answer | None:
        value = asked.challenge(where)
        said = f"Answered {asked.whose} challenge by itself: sent it back as text."
        return Answer(said, replies.text(value)) if value else None

    return make


def as_json(name: str, *where: str) -> Make:
    """Return what stands at the first place that is filled as the field `name` of an object."""

    def make(asked: Asked) -> Answer | None:
        value = next(filter(None, map(asked.challenge, where)), "")
        said = f"Answered {asked.whose} challenge by itself: sent it back as JSON."
        return Answer(said, replies.as_json({name: value})) if value else None

    return make


def only_field(name: str, where: str) -> Make:
    """Do as `as_json` where the body is an object with this one field: any event may have one."""
    make = as_json(name, where)

    def alone(asked: Asked) -> Answer | None:
        value = asked.seen.json
        return make(asked) if isinstance(value, dict) and len(value) == 1 else None

    return alone


def in_header(sent: str, back: str, field: str = "") -> Make:
    """Return the header `sent` as the header `back`, and as a field of JSON where one is named."""

    def make(asked: Asked) -> Answer | None:
        value = asked.challenge(f"header:{sent}")
        if not replies.fit_for_header(value):
            return None
        response = replies.as_json({field: value}) if field else replies.empty()
        response = replace(response, headers=response.headers.plus((back, value)))
        return Answer(f"Answered {asked.name} by itself: sent its {sent} back.", response)

    return make


def own_id(sent: str, field: str) -> Make:
    """Do as `in_header` for an id that every request has: not for another than the stored one."""
    make = in_header(sent, sent, field)

    def known(asked: Asked) -> Answer | None:
        stored = asked.values(asked.row.secret_fields[0] if asked.row.secret_fields else "")
        if stored and not same(asked.challenge(f"header:{sent}"), stored):
            return Answer(
                f"Not answered as {asked.name} wants: its {asked.row.secret_name} is not the one"
                " stored here."
            )
        return make(asked)

    return known


def nothing(asked: Asked) -> Answer:
    """Let the address be found there."""
    said = f"Answered {asked.whose} check of the address by itself: it is there (200)."
    return Answer(said, replies.empty())


def received(words: str, *where: str) -> Make:
    """Say of an event, signed at one of these places, that it was received: in words without which
    it is sent again. One that is not signed gets the bin's own answer, and stays what it is."""

    def make(asked: Asked) -> Answer | None:
        said = (
            f"Told {asked.name} by itself that its event was received, in the words it waits for."
        )
        signed = any(map(asked.challenge, where))
        return Answer(said, replies.text(words)) if signed else None

    return make


def allowed(asked: Asked) -> Answer | None:
    """Allow the origin that asks, at the rate it asks for (CloudEvents, HTTP 1.1 web hooks for
    event delivery, section 4)."""
    origin = asked.challenge("header:webhook-request-origin")
    rate = asked.challenge("header:webhook-request-rate")
    if not replies.fit_for_header(origin):
        return None
    headers = [("Allow", "POST"), ("WebHook-Allowed-Origin", origin)]
    if rate:
        plain = rate.isascii() and rate.isdigit() and len(rate) < 10
        headers.append(("WebHook-Allowed-Rate", rate if plain else "*"))
    said = f"Answered {asked.whose} abuse protection by itself: its origin may send here."
    return Answer(said, Response(200, Headers(headers)))
