"""The final request as it is shown: the same that a target gets."""

from __future__ import annotations

import asyncio
import re

import pytest

from requestbin.bins.models import Bin
from requestbin.conf import LOOPBACK
from requestbin.egress import Client
from requestbin.forwarding.cargo import requests
from requestbin.forwarding.replay import replay
from requestbin.http import Headers
from requestbin.web.preview import preview_of
from requestbin.web.replaying import Wish
from tests.builders import captured, store
from tests.targets import Target

pytestmark = pytest.mark.django_db

PAIRS = [("X-B", "1"), ("x_under", "2"), ("X-b", "caf\xe9"), ("Content-Encoding", "gzip")]


def test_what_is_shown_is_what_arrives(bin: Bin, target: Target) -> None:
    row = store(bin, captured("PUT", headers=PAIRS, body=b"body"))[0]
    preview = preview_of(row, Wish(f"{target.url}a//b?x=1#part"), row.size)
    delivery = replay(bin, 1, f"{target.url}a//b?x=1#part")
    asyncio.run(Client(LOOPBACK).exchange(requests([delivery])[0]))
    head, _, body = target.received()[0].partition(b"\r\n\r\n")
    shown = [preview.request_line]
    shown += [f"{line.name}: {line.value or delivery.pk}" for line in preview.lines]
    assert head.decode("latin-1").split("\r\n") == shown
    assert preview.size == len(body)


def test_what_we_write_is_told_from_what_was_captured(bin: Bin) -> None:
    row = store(bin, captured(headers=PAIRS))[0]
    lines = preview_of(row, Wish("http://localhost/"), 5).lines
    ours = {line.name for line in lines if line.ours}
    assert ours == {"Host", "X-Requestbin-Delivery", "Content-Length", "Connection"}
    given = Wish("http://localhost/", headers=Headers([("Host", "mine")]))
    assert not next(line for line in preview_of(row, given, 5).lines if line.name == "Host").ours


def test_a_compressed_body_replaced_by_text_is_warned_of(bin: Bin) -> None:
    row = store(bin, captured(headers=PAIRS))[0]
    headers = Headers(PAIRS)
    assert not preview_of(row, Wish("http://a/", headers=headers), 5).warning
    warning = preview_of(row, Wish("http://a/", headers=headers, body=b"text"), 4).warning
    assert re.search("Content-Encoding: gzip", warning)
