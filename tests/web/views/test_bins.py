"""The page of a bin and what it pulls."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from requestbin.bins import actions, reach, walk
from requestbin.bins.models import Bin
from requestbin.ingest.enrich import enrich
from requestbin.web.feed import FAR_BEHIND
from tests.builders import captured, store

pytestmark = pytest.mark.django_db


def seqs(page: str) -> list[int]:
    return [int(seq) for seq in re.findall(r'<li id="r(\d+)"', page)]


def get(visitor: Client, path: str, **headers: str) -> str:
    answer = visitor.get(path, headers={name.replace("_", "-"): v for name, v in headers.items()})
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_bin_says_how_to_fill_it(visitor: Client, bin: Bin) -> None:
    page = get(visitor, f"/bins/{bin.pk}/")
    url = f"http://testserver/in/{bin.key}"
    assert "Waiting for the first request" in page
    assert f'curl -d \'{{"hello":"world"}}\' {url}' in page
    assert f'action="/bins/{bin.pk}/sample/"' in page
    assert "data-empty" in page


def test_a_pull_says_where_the_bin_is_reached(visitor: Client, bin: Bin) -> None:
    rows = f"/bins/{bin.pk}/rows/"
    page = get(visitor, f"{rows}?after=0")
    assert f'data-url="http://testserver/in/{bin.key}"' in page
    assert "data-reach" not in page
    reach.save_tunnel("https://blue-cat.example.com")
    renewed = actions.renew_key(bin)
    for asked in (f"{rows}?after=0", f"{rows}?newest=1"):
        page = get(visitor, asked)
        assert f'data-url="https://blue-cat.example.com/in/{renewed.key}"' in page
        assert 'data-reach="untested"' in page


def test_the_newest_is_shown_beside_the_list(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body="older"), captured(body="newest one"))
    page = get(visitor, f"/bins/{bin.pk}/")
    assert seqs(page) == [2, 1]
    assert "newest one" in page
    assert page.count('aria-current="true"') >= 1
    assert "data-empty" not in page


def test_everything_that_was_sent_is_text(visitor: Client, bin: Bin) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    request = captured(
        method="<B>",
        target=f"/in/key/{evil}?{evil}".replace(" ", "%20"),
        headers=[("X-<b>", evil), ("Content-Type", f"text/{evil}")],
        body=evil,
    )
    store(bin, request, event_type=evil, provider=evil[:40])
    for part in ("", "?tab=headers", "?tab=raw", "?view=hex", "?view=text", "?q=script"):
        page = get(visitor, f"/bins/{bin.pk}/requests/1/{part}")
        scripts = re.findall(r"<script[^>]*>", page)
        assert all("/static/" in script for script in scripts), part
        assert "<img src=x" not in page
        assert "<B>" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=needle", [2]),
        ("q=NEEDLE&method=post", [2]),
        ("q=%27+OR+1%3D1--", []),
        ("q=method:get", [3]),
        ("q=path:/a*", [1, 2]),
        ("q=is:starred", [1]),
        ("q=%00", [1, 2, 3]),
    ],
)
def test_search_and_filters(visitor: Client, bin: Bin, query: str, found: list[int]) -> None:
    store(
        bin,
        captured(target="/in/key/a"),
        captured(target="/in/key/ab", body="a needle in it"),
        captured("GET", target="/in/key/c"),
    )
    actions.star(bin, 1, True)
    while enrich(bin.pk):
        pass
    page = get(visitor, f"/bins/{bin.pk}/?{query}", HX_Request="true", HX_Target="feed")
    assert sorted(seqs(page)) == found
    assert "<html" not in page
    if not found:
        assert "None of the 3 requests match." in page


def test_older_ones_come_in_pages(visitor: Client, bin: Bin) -> None:
    store(bin, *[captured(body=b"") for _ in range(120)])
    page = get(visitor, f"/bins/{bin.pk}/")
    assert seqs(page) == list(range(120, 20, -1))
    assert "?before=21" in page
    part = get(visitor, f"/bins/{bin.pk}/?before=21", HX_Request="true", HX_Target="older")
    assert seqs(part) == list(range(20, 0, -1))
    assert 'id="feed"' not in part
    assert seqs(get(visitor, f"/bins/{bin.pk}/?before=21")) == list(range(20, 0, -1))


def test_a_pull_brings_what_changed_and_where_to_go_on(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured())
    path = f"/bins/{bin.pk}/rows/"
    assert 'data-cursor="2"' in get(visitor, f"{path}?after=2")
    store(bin, captured())
    actions.star(bin, 1, True)
    page = get(visitor, f"{path}?after=2")
    assert seqs(page) == [3, 1]
    assert 'data-cursor="4"' in page
    assert 'data-last="3"' in page
    assert "data-removals" not in page
    actions.delete_requests(bin, [2])
    page = get(visitor, f"{path}?after=4")
    assert seqs(page) == []
    assert "data-removals" in page
    assert visitor.get(f"/bins/{bin.pk}/gone/?seqs=3,2,1").json() == {"gone": [2]}


def test_a_pull_that_is_far_behind_says_so_instead(visitor: Client, bin: Bin) -> None:
    store(bin, *[captured(body=b"") for _ in range(FAR_BEHIND + 1)])
    page = get(visitor, f"/bins/{bin.pk}/rows/?after=0")
    assert "data-far" in page
    assert seqs(page) == []
    page = get(visitor, f"/bins/{bin.pk}/rows/?after=0&newest=1")
    assert len(seqs(page)) == 100
    assert f'data-cursor="{FAR_BEHIND + 1}"' in page


def test_a_pull_keeps_to_the_filter(visitor: Client, bin: Bin) -> None:
    store(bin, captured("GET"), captured("POST"))
    page = get(visitor, f"/bins/{bin.pk}/rows/?after=0&q=method:GET")
    assert seqs(page) == [1]
    assert 'data-cursor="2"' in page


def test_a_pull_tells_which_rows_match_no_more(visitor: Client, bin: Bin) -> None:
    store(bin, captured("GET"), captured("POST"))
    actions.star(bin, 1, True)
    path = f"/bins/{bin.pk}/rows/?q=-is:starred&after=2"
    page = get(visitor, path)
    assert seqs(page) == []
    assert 'data-left="1"' in page
    assert "data-left" not in get(visitor, f"/bins/{bin.pk}/rows/?after=2")


def test_what_makes_no_sense_is_said_in_place_of_rows(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    page = get(visitor, f"/bins/{bin.pk}/?q=size:large")
    assert seqs(page) == []
    assert "<code>size:</code> takes a size in bytes" in page
    assert "None of the" not in page
    pulled = get(visitor, f"/bins/{bin.pk}/rows/?q=size:large&after=0")
    assert seqs(pulled) == []
    assert 'data-cursor="1"' in pulled


def test_what_was_too_large_to_be_searched_is_said(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body="x" * 70_000), captured())
    enrich(bin.pk)
    said = "1 request was too large to be searched whole (first 64 KB)."
    assert said in get(visitor, f"/bins/{bin.pk}/?q=needle")
    assert said not in get(visitor, f"/bins/{bin.pk}/?q=method:GET")
    assert said not in get(visitor, f"/bins/{bin.pk}/?q=size:<1k+json:a")


def test_a_search_that_stopped_says_how_far_it_came(
    visitor: Client, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "FIRST_STRETCH", 2)
    monkeypatch.setattr(walk, "PATIENCE_SECONDS", 0)
    store(bin, captured("GET"), captured(), captured(), captured())
    page = get(visitor, f"/bins/{bin.pk}/?q=method:GET")
    assert "Nothing found back to #3 so far." in page
    assert "?before=3&amp;q=method%3AGET" in page
    assert seqs(get(visitor, f"/bins/{bin.pk}/?q=method:GET&before=3")) == [1]


def test_a_search_brings_what_it_could_not_find_at_first(visitor: Client, bin: Bin) -> None:
    path = f"/bins/{bin.pk}/"
    store(bin, captured(body="needle"))
    part = get(visitor, f"{path}?q=needle", HX_Request="true", HX_Target="feed")
    assert seqs(part) == []
    assert 'data-searched="0"' in part
    assert "What came after #0 is not searched yet." in part
    pulled = get(visitor, f"{path}rows/?q=needle&after=1&searched=0")
    assert seqs(pulled) == []
    while enrich(bin.pk):
        pass
    pulled = get(visitor, f"{path}rows/?q=needle&after=1&searched=0")
    assert seqs(pulled) == [1]
    assert 'data-searched="1"' in pulled
    assert re.search(r'id="unsearched" hidden', pulled)
    assert seqs(get(visitor, f"{path}rows/?q=needle&after=1&searched=1")) == []


def test_arrivals_are_drawn_once_there_are_fifty(visitor: Client, bin: Bin) -> None:
    from django.utils import timezone

    path = f"/bins/{bin.pk}/overview/"
    store(bin, *[captured(body=b"", received_at=timezone.now()) for _ in range(49)])
    assert "<svg" not in get(visitor, path)
    store(bin, captured(received_at=timezone.now()))
    assert "<rect" in get(visitor, path)


@pytest.mark.parametrize(
    "path", ["", "rows/", "gone/", "overview/", "hints/", "waiting/", "settings/", "requests/1/"]
)
def test_what_is_not_there_is_not_found(
    visitor: Client, client: Client, bin: Bin, path: str
) -> None:
    store(bin, captured())
    assert visitor.get(f"/bins/{bin.pk}/{path}").status_code == 200
    assert client.get(f"/bins/{bin.pk}/{path}").status_code == 401
    assert visitor.get(f"/bins/elsewhere/{path}").status_code == 404
    actions.delete(bin)
    assert visitor.get(f"/bins/{bin.pk}/{path}").status_code == 404


@pytest.mark.parametrize("junk", ["-1", "x", "1" * 40, "٣", "1e3", "", "%00"])
def test_junk_in_an_address_breaks_nothing(visitor: Client, bin: Bin, junk: str) -> None:
    store(bin, captured())
    get(visitor, f"/bins/{bin.pk}/?before={junk}&q={junk}&method={junk}&path={junk}")
    get(visitor, f"/bins/{bin.pk}/rows/?after={junk}")
    get(visitor, f"/bins/{bin.pk}/gone/?seqs={junk},{junk}")
    get(visitor, f"/bins/{bin.pk}/requests/1/?tab={junk}&view={junk}&at={junk}")


def test_parts_and_pages_are_not_mistaken_for_one_another(visitor: Client, bin: Bin) -> None:
    answer = visitor.get(f"/bins/{bin.pk}/")
    assert "HX-Request" in answer["Vary"]
    whole = get(visitor, f"/bins/{bin.pk}/", HX_Request="true", HX_History_Restore_Request="true")
    assert "<html" in whole
