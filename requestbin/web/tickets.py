"""How far the exports of this process have come, by the ticket that a page put into its link."""

from __future__ import annotations

import threading
from collections import OrderedDict

from requestbin.bins.exporting import Progress

MAX_KEPT = 200
MAX_TICKET_CHARACTERS = 40

_kept: OrderedDict[tuple[str, str], Progress] = OrderedDict()
_lock = threading.Lock()


def keep(bin_id: str, ticket: str, progress: Progress) -> None:
    """Remember an export under a ticket, in place of the oldest where there are many."""
    if not ticket or len(ticket) > MAX_TICKET_CHARACTERS:
        return
    with _lock:
        _kept[bin_id, ticket] = progress
        _kept.move_to_end((bin_id, ticket))
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)


def known(bin_id: str, ticket: str) -> Progress | None:
    """Return how far the export has come; None where another process has it, or nobody."""
    return _kept.get((bin_id, ticket))
