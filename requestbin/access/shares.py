"""Links that show one request to whoever has them: made, found, counted, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core import signing
from django.db.models import F
from django.utils import timezone

from requestbin.access.models import Share
from requestbin.transactions import MAX_ROWS, writing

LIFETIMES = {
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
}
"""How long a link may work; the keys are what forms and the API call them."""
USUAL = "7d"
ROOT = "/shared/"
"""Where web/sharing_urls.py has what is shared."""
MAX_LINKS = 200
"""Of one bin at a time: as many as a page lists, and a transaction may take with the bin."""


class TooManyLinks(ValueError):
    """A bin has as many links as it may; the message is a sentence for people."""


def make(bin_id: str, seq: int, owner: str, lifetime: timedelta) -> Share:
    """Make a link to a request, in the name of `owner`. Raises TooManyLinks."""
    now = timezone.now()
    with writing():
        if Share.objects.filter(bin_id=bin_id, expires_at__gt=now).count() >= MAX_LINKS:
            raise TooManyLinks(f"This bin has {MAX_LINKS} links that work. Revoke some first.")
        return Share.objects.create(
            bin_id=bin_id, seq=seq, created_by=owner, created_at=now, expires_at=now + lifetime
        )


def path_of(share: Share) -> str:
    """Return the path that a link leads to: its id and our signature, the same each time."""
    return f"{ROOT}{_signer().sign(share.pk)}/"


def find(text: str) -> Share:
    """Return the link that was signed so. Raises Share.DoesNotExist, also for one that has ended.

    A rotated secret key goes on verifying as long as it is among the keys.
    """
    try:
        pk = _signer().unsign(text)
    except signing.BadSignature:
        raise Share.DoesNotExist from None
    return Share.objects.get(pk=pk, expires_at__gt=timezone.now())


def count(share: Share) -> None:
    """Note that a link was opened."""
    with writing():
        row = Share.objects.filter(pk=share.pk)
        row.update(opened=F("opened") + 1, last_opened_at=timezone.now())


def working(bin_id: str, seq: int | None = None) -> list[Share]:
    """Return the links that work, of a bin or of one request, the newest first."""
    found = Share.objects.filter(bin_id=bin_id, expires_at__gt=timezone.now())
    if seq is not None:
        found = found.filter(seq=seq)
    return list(found.order_by("-created_at", "pk")[:MAX_LINKS])


def revoke(bin_id: str, pk: str) -> bool:
    """End a link of the bin at once; tell whether it was there."""
    if not (pk.isascii() and pk.isalnum()):  # PostgreSQL answers NUL with an error
        return False
    with writing():
        return Share.objects.filter(pk=pk, bin_id=bin_id).delete()[0] > 0


def revoke_for_bin(bin_id: str) -> None:
    """End the links of a bin, with the bin."""
    with writing():
        Share.objects.filter(bin_id=bin_id).delete()


def revoke_for_requests(bin_id: str, seqs: Sequence[int]) -> None:
    """End the links to some requests, with them, inside a `writing()` block."""
    Share.objects.filter(bin_id=bin_id, seq__in=seqs).delete()


def clear_expired() -> None:
    """Drop some of the links that are over; retention calls it every minute."""
    over = Share.objects.filter(expires_at__lte=timezone.now()).values_list("pk", flat=True)
    with writing():
        Share.objects.filter(pk__in=list(over[:MAX_ROWS])).delete()


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt="requestbin.access.shares")
