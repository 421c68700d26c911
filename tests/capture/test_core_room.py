"""A body that the server had no memory for is counted in its bin like every other refusal."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from requestbin.bins.models import Refusal
from requestbin.capture.core import Core
from tests.builders import make_bin

pytestmark = pytest.mark.django_db(transaction=True)


async def test_no_room_is_a_503_that_the_bin_shows() -> None:
    bin = await sync_to_async(make_bin)()
    core = Core(settings.REQUESTBIN)
    answer = core.no_room(b"/in/" + bin.key.encode() + b"/x", 70_000, "192.0.2.1")
    await core.drain()
    assert (answer.status, answer.headers.get("retry-after")) == (503, b"5")
    refusal = await Refusal.objects.aget(bin=bin)
    assert (refusal.reason, refusal.count, refusal.largest) == ("unavailable", 1, 70_000)
