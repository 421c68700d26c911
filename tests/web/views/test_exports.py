"""The page of exports, its files, and how far they have come."""

from __future__ import annotations

import json
import zipfile
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from requestbin.bins import exporting
from requestbin.inspection.exports import FORMATS
from tests.builders import captured, store
from tests.entries import streamed

if TYPE_CHECKING:
    from requestbin.bins.models import Bin

pytestmark = pytest.mark.django_db


def page(visitor: Client, bin: Bin, query: str = "") -> str:
    answer = visitor.get(f"/bins/{bin.pk}/export/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_an_empty_bin_has_nothing_to_export(visitor: Client, bin: Bin) -> None:
    assert "There is nothing to export yet." in page(visitor, bin)


def test_all_is_offered_and_a_search_where_there_is_one(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured())
    whole = page(visitor, bin)
    assert "All 2 requests" in whole
    assert "What the search finds" not in whole
    assert "signatures and tokens too" in whole
    found = page(visitor, bin, "?q=<b>&method=POST&format=har&tab=x")
    assert "What the search finds" in found
    assert '<input type="hidden" name="q" value="<b>">' in found
    assert 'type="hidden" name="format"' not in found


def test_the_menu_leads_there_with_the_search(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    assert (
        f'href="/bins/{bin.pk}/export/?q=hello"'
        in visitor.get(f"/bins/{bin.pk}/?q=hello").content.decode()
    )


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.slug)
def test_each_format_is_a_download(visitor: Client, bin: Bin, format: object) -> None:
    slug = format.slug  # type: ignore[attr-defined]
    store(bin, captured(body="<script>boom</script>"))
    answer = visitor.get(f"/bins/{bin.pk}/exports/?format={slug}")
    assert answer["Content-Disposition"] == f'attachment; filename="{bin.pk}.{slug}"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    octets = streamed(answer)
    if slug == "zip":
        assert zipfile.ZipFile(BytesIO(octets)).testzip() is None
    else:
        assert b"hook" in octets


def test_what_a_search_finds_or_all(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured("PUT"))
    for query, seqs in (("?method=put", [2]), ("?method=put&what=all", [1, 2]), ("", [1, 2])):
        lines = streamed(visitor.get(f"/bins/{bin.pk}/exports/{query}")).splitlines()
        assert [json.loads(line)["seq"] for line in lines] == seqs


def test_how_far_it_has_come(visitor: Client, bin: Bin) -> None:
    store(bin, *(captured() for _ in range(3)))
    place = f"/bins/{bin.pk}/exports/"
    answer = visitor.get(f"{place}?ticket=abc")
    assert "0 of 3" in visitor.get(f"{place}abc/").content.decode()
    streamed(answer)
    told = visitor.get(f"{place}abc/").content.decode()
    assert "Done: 3 requests." in told
    assert "data-ended" in told
    assert "No progress is known" in visitor.get(f"{place}other/").content.decode()


def test_a_wish_that_cannot_be(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    place = f"/bins/{bin.pk}/exports/"
    assert visitor.get(f"{place}?format=pdf").status_code == 404
    refused = visitor.get(f"{place}?masked=yes")
    assert refused.status_code == 429
    assert exporting.UNMASKED in refused.content.decode()
    assert visitor.post(place).status_code == 405


def test_too_many_at_once(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    format = FORMATS[0]
    streams = [
        exporting.Stream(exporting.export_of(bin, format, exporting.queries.NO_FILTER))
        for _ in range(exporting.MAX_AT_ONCE)
    ]
    refused = visitor.get(f"/bins/{bin.pk}/exports/")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "10"
    assert "Too many exports at once." in refused.content.decode()
    for stream in streams:
        stream.close()
    streamed(visitor.get(f"/bins/{bin.pk}/exports/"))


def test_masked_by_choice_once_there_is_a_mask(
    visitor: Client, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(bin, captured(body="secret"))
    monkeypatch.setattr(exporting, "MASK", lambda request: captured(body="masked"))
    assert "Masked, to share" in page(visitor, bin)
    for query, word in (
        ("?format=har&masked=yes", b"masked"), ("?format=har&masked=no", b"secret"),
        ("?format=har", b"masked"), ("?format=csv", b"masked"),
    ):  # fmt: skip
        assert word in streamed(visitor.get(f"/bins/{bin.pk}/exports/{query}"))


def test_strangers_get_nothing_of_it(client: Client, bin: Bin) -> None:
    store(bin, captured())
    for path in ("export/", "exports/", "exports/abc/"):
        assert client.get(f"/bins/{bin.pk}/{path}").status_code == 401
