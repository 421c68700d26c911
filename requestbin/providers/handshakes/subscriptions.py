"""Three protocols that share `hub.challenge`: one compares a token, one names a topic, one wants
JSON. Which it is, nothing in the request tells for sure; so the bin's provider decides.
"""

from __future__ import annotations

from requestbin.http import Response
from requestbin.providers.handshakes import replies
from requestbin.providers.handshakes.kind import Answer, Asked, same

CHALLENGE = "query:hub.challenge"
TOKEN = "query:hub.verify_token"  # noqa: S105 - a place
FIELD = "verify_token"
DENIED = "denied"


def token_as_text(asked: Asked) -> Answer | None:
    """Return the challenge as text where the verify token is the stored one (Meta, Graph API
    webhooks, getting started)."""
    value = asked.challenge(CHALLENGE)
    return _judged(asked, replies.text(value)) if value else None


def token_as_json(asked: Asked) -> Answer | None:
    """Return the challenge as JSON where the verify token is the stored one (Strava, webhook
    events)."""
    value = asked.challenge(CHALLENGE)
    return _judged(asked, replies.as_json({"hub.challenge": value})) if value else None


def topic(asked: Asked) -> Answer | None:
    """Return the challenge of a subscription, and nothing of a denial (WebSub, section 5.3)."""
    if asked.challenge("query:hub.mode") == DENIED:
        return Answer(
            f"{asked.name}: the hub denied the subscription; hub.reason may say why.",
            replies.empty(),
        )
    value = asked.challenge(CHALLENGE)
    said = f"Answered {asked.whose} check of the subscription by itself: sent its challenge back."
    return Answer(said, replies.text(value)) if value else None


def _judged(asked: Asked, response: Response) -> Answer:
    check = f"{asked.whose} subscription check"
    known = asked.values(FIELD)
    if not known:
        guess = "" if asked.chosen else " If it is another provider's, choose that in the settings."
        return Answer(
            f"Answered {check} by itself: sent its challenge back. No verify token is stored,"
            f" so any would do.{guess}",
            response,
        )
    if same(asked.challenge(TOKEN), known):
        return Answer(f"Answered {check} by itself: its verify token is the stored one.", response)
    return Answer(
        f"Refused {check} (403): its verify token is not the one stored here.",
        replies.empty(403),
    )
