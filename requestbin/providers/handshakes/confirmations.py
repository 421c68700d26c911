"""Handshakes that want an address of theirs fetched: theirs and no other, and only on request."""

from __future__ import annotations

import re

from requestbin.providers.handshakes import replies
from requestbin.providers.handshakes.kind import Answer, Asked

_CONFIRMS = re.compile(
    r"https://sns\.[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?/\?[\x21\x24-\x7e]{1,2000}"
)
"""Between scheme and query stands the host alone, so that no two readings of it can differ."""
_ACTION = re.compile(r"[?&]Action=ConfirmSubscription(?:&|$)")


def subscription(asked: Asked) -> Answer | None:
    """Have SubscribeURL fetched (Amazon SNS, HTTP/HTTPS endpoints: confirming a subscription)."""
    value = asked.seen.json
    if not isinstance(value, dict) or value.get("Type") != "SubscriptionConfirmation":
        return None
    url = asked.challenge("json:SubscribeURL")
    asks = f"{asked.name} asks to confirm a subscription."
    if not _CONFIRMS.fullmatch(url) or not _ACTION.search(url):
        return Answer(f"{asks} Not confirmed: its address is not one of {asked.whose}.")
    if not asked.confirms:
        return Answer(f"{asks} Open SubscribeURL of the payload, or let this bin do so (settings).")
    if asked.genuine is False:
        return Answer(f"{asks} Not confirmed: the stored certificate did not sign this.")
    return Answer(asks, replies.empty(), fetch=url)
