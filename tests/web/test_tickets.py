"""How far exports have come, for the pages that ask."""

from __future__ import annotations

from requestbin.bins.exporting import Progress
from requestbin.web import tickets


def test_a_ticket_is_of_one_bin() -> None:
    at = Progress(0, 10, 10, 0)
    tickets.keep("bin", "ticket", at)
    assert tickets.known("bin", "ticket") is at
    assert tickets.known("other", "ticket") is None
    assert tickets.known("bin", "none") is None


def test_only_so_many_are_kept() -> None:
    for number in range(tickets.MAX_KEPT + 1):
        tickets.keep("bin", f"t{number}", Progress(0, 1, 1, 0))
    assert tickets.known("bin", "t0") is None
    assert tickets.known("bin", "t1")
    assert len(tickets._kept) == tickets.MAX_KEPT


def test_a_ticket_that_is_none_is_not_kept() -> None:
    for ticket in ("", "x" * 1000):
        tickets.keep("bin", ticket, Progress(0, 1, 1, 0))
        assert tickets.known("bin", ticket) is None
