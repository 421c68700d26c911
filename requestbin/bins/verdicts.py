"""Who sent a request and whether that is proven, as it is kept with the request."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from requestbin.providers.verdicts import UNSIGNED

_UPDATE = (
    "UPDATE bins_capturedrequest SET provider = %s, verdict = {} WHERE bin_id = %s AND seq = %s"
)
_KEPT, _UNSIGNED = (
    _UPDATE.format(verdict) for verdict in ("%s", "CASE WHEN answered = '' THEN %s ELSE '' END")
)
"""A handshake needs no signature, and may be answered while it is judged."""


def keep(bin_id: str, judged: Sequence[tuple[int, str, str]]) -> None:
    """Keep (seq, provider's slug, word of the verdict) of requests.

    Inside a `writing()` block and after `changes.touch`. Plain SQL, since captures come by here.
    """
    rows = [(slug, word, bin_id, seq) for seq, slug, word in judged]
    with connection.cursor() as cursor:
        cursor.executemany(_KEPT, [row for row in rows if row[1] != UNSIGNED])
        cursor.executemany(_UNSIGNED, [row for row in rows if row[1] == UNSIGNED])
