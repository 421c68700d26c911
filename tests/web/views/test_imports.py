"""The page of imports: a file at once, and the parts that a script sends."""

from __future__ import annotations

import dataclasses
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from requestbin.bins.models import CapturedRequest
from requestbin.ingest import importing
from tests.builders import captured, make_bin, store
from tests.entries import streamed

if TYPE_CHECKING:
    from requestbin.bins.models import Bin

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(visitor: Client, bin: Bin) -> bytes:
    store(bin, captured(), captured(body=b"\x00"))
    return streamed(visitor.get(f"/bins/{bin.pk}/exports/"))


def give(visitor: Client, bin: Bin, octets: bytes, **more: Any) -> Any:
    headers = more.pop("headers", {})
    file = SimpleUploadedFile("x.ndjson", octets)
    return visitor.post(f"/bins/{bin.pk}/import/", {"file": file, **more}, headers=headers)


def test_the_page_says_what_becomes_of_them(visitor: Client, bin: Bin) -> None:
    page = visitor.get(f"/bins/{bin.pk}/import/").content.decode()
    assert "This bin keeps 10,000 requests, 30 days" in page


def test_a_file_at_once(visitor: Client, export: bytes) -> None:
    other = make_bin()
    answer = give(visitor, other, export + b"<b>\n")
    assert answer.status_code == 200
    page = unescape(answer.content.decode())
    assert "Imported 2 requests. 1 line could not be used:" in page
    assert "line 3: not JSON" in page
    assert CapturedRequest.objects.filter(bin=other).count() == 2


def test_a_part_is_answered_to_a_script(visitor: Client, export: bytes) -> None:
    headers = {"Accept": "application/json"}
    answer = give(visitor, make_bin(), export + b"x", first="100", headers=headers)
    assert answer.json() == {
        "stored": 2, "wrong": 1, "problems": [[102, "not JSON"]], "stopped": "",
    }  # fmt: skip


def test_what_stops_it_is_said(visitor: Client, export: bytes, settings: Settings) -> None:
    full = dataclasses.replace(settings.REQUESTBIN, min_free_disk=2**60, database_url="")
    settings.REQUESTBIN = full
    answer = give(visitor, make_bin(), export)
    assert answer.status_code == 503
    assert "the disk is nearly full. Stored: 0." in answer.content.decode()
    with importing.turn(), importing.turn():
        assert give(visitor, make_bin(), export).status_code == 429


def test_no_file_is_no_import(visitor: Client, bin: Bin) -> None:
    answer = visitor.post(f"/bins/{bin.pk}/import/")
    assert answer.status_code == 422
    assert "No file was chosen." in answer.content.decode()


def test_strangers_cannot_import(client: Client, bin: Bin) -> None:
    assert client.get(f"/bins/{bin.pk}/import/").status_code == 401
    assert give(client, bin, b"").status_code == 401
