"""Notes on requests: written, changed, taken away, shown where they belong."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest
from tests.builders import captured, store
from tests.hostile.strings import MARKUP

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def path(bin: Bin) -> str:
    store(bin, captured())
    return f"/bins/{bin.pk}/requests/1/note/"


def test_a_note_is_written_in_its_place(visitor: Client, bin: Bin, path: str) -> None:
    detail = visitor.get(f"/bins/{bin.pk}/requests/1/", headers=PART).content.decode()
    assert f'hx-get="{path}"' in detail
    assert "Add a note" in detail
    assert "<textarea" in visitor.get(path, headers=PART).content.decode()
    before = queries.changes_since(bin, 0).cursor
    part = visitor.post(path, {"note": " wrong\r\nsignature\x00 "}, headers=PART).content.decode()
    assert CapturedRequest.objects.get().note == "wrong\nsignature"
    assert [row.seq for row in queries.changes_since(bin, before).items] == [1]
    assert "wrong\nsignature</p>" in part
    assert "Edit the note" in part


def test_it_is_shown_with_the_request_and_marks_its_row(
    visitor: Client, bin: Bin, path: str
) -> None:
    visitor.post(path, {"note": "wrong " * 50})
    page = visitor.get(f"/bins/{bin.pk}/requests/1/").content.decode()
    assert 'class="written"' in page
    (mark,) = [line for line in page.splitlines() if 'class="pen"' in line]
    assert 'aria-label="note: wrong wrong' in mark
    assert "wrong…" in mark
    summary = visitor.get(
        f"/bins/{bin.pk}/requests/1/", headers=PART | {"HX-Target": "summary"}
    ).content.decode()
    assert 'id="note"' in summary
    assert "hx-swap-oob" in summary


def test_it_is_left_and_taken_away(visitor: Client, path: str) -> None:
    visitor.post(path, {"note": "old"})
    assert "old" in visitor.get(path, headers=PART).content.decode()
    assert "<textarea" not in visitor.get(f"{path}?shown=1", headers=PART).content.decode()
    visitor.post(path, {"note": ""})
    assert CapturedRequest.objects.get().note == ""


def test_without_scripts_it_is_a_page(visitor: Client, bin: Bin, path: str) -> None:
    assert "<html" in visitor.get(path).content.decode()
    answer = visitor.post(path, {"note": "a"}, follow=True)
    assert answer.redirect_chain == [(f"/bins/{bin.pk}/requests/1/", 302)]


def test_what_is_too_long_is_refused_and_given_back(visitor: Client, path: str) -> None:
    text = "x" * 4001
    for headers in (PART, {}):
        answer = visitor.post(path, {"note": text}, headers=headers)
        assert answer.status_code == 422
        assert "A note has up to 4,000 characters; this has 4,001." in answer.content.decode()
        assert text in answer.content.decode()
    assert CapturedRequest.objects.get().note == ""
    assert visitor.post(path, {"note": text[1:]}).status_code == 302


@pytest.mark.parametrize("text", MARKUP)
def test_hostile_text_is_only_shown(visitor: Client, bin: Bin, path: str, text: str) -> None:
    visitor.post(path, {"note": text})
    for headers in (PART, {}):
        for address in (path, f"{path}?shown=1", f"/bins/{bin.pk}/requests/1/"):
            page = visitor.get(address, headers=headers).content.decode()
            assert "boom" in unescape(page)
            for live in ("<script>boom", "<img src=x", "<svg/onload", "</textarea></title>"):
                assert live not in page
