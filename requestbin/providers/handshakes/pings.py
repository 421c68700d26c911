"""Signed handshakes, which only the right answer to a bad signature passes."""

from __future__ import annotations

from requestbin.http import Response
from requestbin.providers.handshakes import replies
from requestbin.providers.handshakes.kind import Answer, Asked


def typed(asked: Asked) -> Answer | None:
    """Answer the two pings of interactions and of events (Discord, interactions overview: setting
    up an endpoint; webhook events)."""
    kind = asked.seen.json.get("type") if isinstance(asked.seen.json, dict) else None
    response = _PONGS.get(kind) if type(kind) is int else None
    return None if response is None else _judged(asked, response, 401)


_PONGS: dict[int, Response] = {
    0: Response(204, replies.as_json({}).headers),
    1: replies.as_json({"type": 1}),
}


def without_events(asked: Asked) -> Answer | None:
    """Tell right signatures from wrong ones where there are no events (Xero, webhooks: intent to
    receive); neither answer has a body."""
    value = asked.seen.json
    if not isinstance(value, dict) or value.get("events") != []:
        return None
    return _judged(asked, replies.empty(), 401)


def callback(asked: Asked) -> Answer | None:
    """Return the challenge as text unless its signature is wrong (Twitch, getting events:
    responding to a challenge request)."""
    value = asked.challenge("json:challenge")
    if not value:
        return None
    if asked.genuine is None:
        said = f"Answered {asked.whose} challenge by itself: sent it back as text, its signature"
        return Answer(f"{said} unchecked.", replies.text(value))
    return _judged(asked, replies.text(value), 403)


def _judged(asked: Asked, response: Response, refusal: int) -> Answer:
    if asked.genuine is None:
        return Answer(
            f"{asked.name} checks whether signatures are verified here. Store its"
            f" {asked.row.secret_name}, then have it check again."
        )
    if asked.genuine:
        return Answer(f"Answered {asked.whose} check by itself: its signature is right.", response)
    return Answer(
        f"Answered {asked.whose} check by itself: its signature is wrong, as it sends some on"
        f" purpose ({refusal}).",
        replies.empty(refusal),
    )
