"""Who sent a request and whether that is proven, as it is kept with the request."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

_UPDATE = (
    "UPDATE bins_capturedrequest SET provider = %s, verdict = %s WHERE bin_id = %s AND seq = %s"
)


def keep(bin_id: str, judged: Sequence[tuple[int, str, str]]) -> None:
    """Keep (seq, provider's slug, word of the verdict) of requests.

    Inside a `writing()` block and after `changes.touch`. Plain SQL, since captures come by here.
    """
    with connection.cursor() as cursor:
        cursor.executemany(_UPDATE, [(slug, word, bin_id, seq) for seq, slug, word in judged])
