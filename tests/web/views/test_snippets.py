"""Copying a request from its page, without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from django.test import Client

from requestbin.inspection.snippets import TOOLS
from tests.builders import captured, store

if TYPE_CHECKING:
    from requestbin.bins.models import Bin

pytestmark = pytest.mark.django_db


def place(bin: Bin) -> str:
    return f"/bins/{bin.pk}/requests/1/snippets/"


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.slug)
def test_each_is_plain_text_with_its_notes(visitor: Client, bin: Bin, tool: object) -> None:
    headers = [("X-Signature", "1"), (b"X-L", b"\xe9")]
    store(bin, captured(target="/in/key/a?b=1", headers=headers, body="<b>{}"))
    answer = visitor.get(f"{place(bin)}{tool.slug}/")  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "?b=1" in answer.content.decode()
    assert unquote(answer["Requestbin-Notes"]).startswith("Contains a signature.")


def test_the_menu_tells_what_each_cannot_do(visitor: Client, bin: Bin) -> None:
    store(bin, captured(headers=[(b"<b>", b"\xe9"), ("Cookie", "a")]))
    part = visitor.get(place(bin), headers={"HX-Request": "true"}).content.decode()
    assert part.count("data-tool=") == len(TOOLS)
    assert "Left out, since HTTPie cannot send it: &lt;b&gt;." in part
    assert part.count("Contains a cookie.") == 1
    whole = visitor.get(place(bin)).content.decode()
    assert "<h1>Copy it as</h1>" in whole


def test_the_button_copies_curl(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    page = visitor.get(f"/bins/{bin.pk}/").content.decode()
    assert f'data-copy-from="{place(bin)}curl/"' in page


def test_what_is_not_there_is_not_found(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    assert visitor.get(f"{place(bin)}wget/").status_code == 404
    assert visitor.get(place(bin).replace("/1/", "/2/")).status_code == 404
    assert visitor.get(f"{place(bin).replace('/1/', '/2/')}curl/").status_code == 404


def test_strangers_get_nothing_of_it(client: Client, bin: Bin) -> None:
    store(bin, captured(body="secret"))
    for part in ("", "curl/", "pytest/"):
        answer = client.get(f"{place(bin)}{part}")
        assert answer.status_code == 401
        assert b"secret" not in answer.content
