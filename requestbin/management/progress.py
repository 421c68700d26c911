"""What commands that take long share: the bin they are about, and how far they are."""

from __future__ import annotations

import sys

from django.core.management.base import CommandError

from requestbin.bins.models import Bin

CLEARED = "\r\x1b[K"


def bin_named(bin_id: str) -> Bin:
    """Return the bin with that id. Raises CommandError with a sentence."""
    found = Bin.objects.filter(pk=bin_id, deleted=False).first()
    if found is None:
        raise CommandError(f"There is no bin {bin_id}. Its id is in its page's address, /bins/ID/.")
    return found


def tell(sentence: str, *, last: bool = False) -> None:
    """Say on standard error how far it is; where nobody looks on, only the last word."""
    shown = sys.stderr.isatty()
    if shown or last:
        begin, end = CLEARED if shown else "", "\n" if last else ""
        print(begin + sentence, end=end, file=sys.stderr, flush=True)
