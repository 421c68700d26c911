"""Calling a delivery off: what waits is not sent, what is under way or over stays as it is."""

from __future__ import annotations

import pytest

from requestbin.bins.models import Bin
from requestbin.bins.queries import changes_since
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.replay import replay
from requestbin.forwarding.stopping import stop


def test_what_waits_is_called_off_and_pages_hear_of_it(bin: Bin) -> None:
    made = replay(bin, 1, "http://localhost:3000/")
    cursor = changes_since(bin, 0).cursor
    assert stop(made)
    stopped = Delivery.objects.get()
    assert (stopped.state, stopped.due_at) == ("failed", None)
    assert [row.seq for row in changes_since(bin, cursor).items] == [1]


@pytest.mark.parametrize("state", ["running", "delivered", "failed"])
def test_what_no_longer_waits_stays_as_it_is(bin: Bin, state: str) -> None:
    made = replay(bin, 1, "http://localhost:3000/")
    Delivery.objects.update(state=state)
    cursor = changes_since(bin, 0).cursor
    assert not stop(made)
    assert Delivery.objects.get().state == state
    assert not changes_since(bin, cursor).items
