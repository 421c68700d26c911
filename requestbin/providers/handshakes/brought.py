"""Handshakes that bring the secret. Anybody could send one, so it is taken in a window that the
owner opens, from the provider that the owner named, and never in place of one that is stored.
"""

from __future__ import annotations

import re

from requestbin.providers.handshakes import replies
from requestbin.providers.handshakes.kind import Answer, Asked, Make

_SECRET = re.compile(r"[\x21-\x7e]{16,512}")


def echoed(header: str) -> Make:
    """Take the secret from a header, and send it back there (Asana, webhooks: establishing a
    webhook)."""

    def make(asked: Asked) -> Answer | None:
        value = asked.challenge(f"header:{header}")
        return _taken(asked, value, (header, value))

    return make


def shown(where: str) -> Make:
    """Take the secret from the body; people copy it from there, too (Notion, webhooks: verifying a
    subscription)."""

    def make(asked: Asked) -> Answer | None:
        return _taken(asked, asked.challenge(where))

    return make


def _taken(asked: Asked, value: str, *headers: tuple[str, str]) -> Answer | None:
    if not _SECRET.fullmatch(value):
        return None
    if asked.chosen and asked.secrets:
        return Answer(f"{asked.name} brought a secret. It was not taken: one is stored already.")
    if not asked.chosen or not asked.window:
        chosen = "" if asked.chosen else f"choose {asked.name} as provider, "
        return Answer(
            f"{asked.name} brought a secret. It was not taken: to keep it, open the settings,"
            f" {chosen}press “Take the next secret”, and have it sent again."
        )
    return Answer(
        f"Took the secret that {asked.name} brought, and answered by itself.",
        replies.empty(200, *headers),
        learnt=(asked.row.slug, value),
    )
