"""Captured requests over REST: exact in every byte, paged by number, deleted for good."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.ingest.enrich import enrich
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db

SHAPE = {
    "seq", "id", "received_at", "method", "target", "path", "query", "http_version", "scheme",
    "headers", "names_exact", "cookies_removed", "body", "remote_addr", "provider", "event_type",
    "event_id", "attempt", "verdict", "answered", "starred", "note",
}  # fmt: skip


@pytest.fixture
def bin(db: None) -> Bin:
    return make_bin()


def seqs(page: dict[str, Any]) -> list[int]:
    return [item["seq"] for item in page["items"]]


def test_an_item_says_exactly_what_was_sent(api: Caller, bin: Bin) -> None:
    [row] = store(
        bin,
        captured(
            method="PROPFIND",
            target=b"/in/key//a%2Fb/caf\xc3\xa9?x=1&y=%00?",
            headers=[(b"X-Dup", b"1"), (b"x_under", b""), (b"x-dup", b"caf\xe9")],
            body=b"\x00\xff",
            http_version="1.0",
            complete=False,
        ),
    )
    item = api("GET", f"/bins/{bin.pk}/requests/1").json()
    assert set(item) == SHAPE
    assert item["id"] == f"{bin.pk}-1"
    assert item["received_at"] == "2026-03-04T05:06:07.089012Z"
    assert item["method"] == "PROPFIND"
    assert item["target"].encode("latin-1") == bytes(row.target)
    assert item["path"].encode("latin-1") == b"//a%2Fb/caf\xc3\xa9"
    assert item["query"] == "x=1&y=%00?"
    assert item["http_version"] == "1.0"
    assert item["headers"] == [["X-Dup", "1"], ["x_under", ""], ["x-dup", "caf\xe9"]]
    assert item["body"] == {
        "size": 2,
        "sha256": hashlib.sha256(b"\x00\xff").hexdigest(),
        "complete": False,
        "content_type": "",
    }
    assert (item["provider"], item["event_type"], item["verdict"]) == (None, None, None)


def test_an_item_says_why_a_handshake_was_answered(api: Caller, bin: Bin) -> None:
    store(bin, captured(), answered="Answered Slack's challenge by itself.")
    item = api("GET", f"/bins/{bin.pk}/requests/1").json()
    assert item["answered"] == "Answered Slack's challenge by itself."


def test_a_request_to_the_bare_url_has_the_path_slash(api: Caller, bin: Bin) -> None:
    store(bin, captured(target="/in/key"), captured(target="/in/key?a"))
    bare, queried = api("GET", f"/bins/{bin.pk}/requests?after=0").json()["items"]
    assert (bare["path"], bare["query"]) == ("/", "")
    assert (queried["path"], queried["query"]) == ("/", "a")


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAIRS = st.lists(st.tuples(st.binary(min_size=1, max_size=20), st.binary(max_size=40)), max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pairs=PAIRS,
    below=st.binary(max_size=40),
    body=st.binary(max_size=200),
    moment=st.integers(0, 2**52).map(lambda microseconds: EPOCH + timedelta(0, 0, microseconds)),
)
def test_every_byte_survives(
    api: Caller, pairs: Any, below: bytes, body: bytes, moment: datetime
) -> None:
    bin = make_bin()
    sent = captured(target=b"/in/key/" + below, headers=pairs, body=body, received_at=moment)
    store(bin, sent)
    item = api("GET", f"/bins/{bin.pk}/requests/1").json()
    assert item["target"].encode("latin-1") == f"/in/{bin.key}/".encode() + below
    assert [tuple(part.encode("latin-1") for part in pair) for pair in item["headers"]] == pairs
    assert datetime.fromisoformat(item["received_at"]) == moment
    assert item["received_at"].endswith("Z")
    fetched = api("GET", f"/bins/{bin.pk}/requests/1/body")
    assert fetched.content == body
    assert item["body"]["sha256"] == hashlib.sha256(body).hexdigest()


def test_pages_go_both_ways(api: Caller, bin: Bin) -> None:
    store(bin, *[captured()] * 5)
    url = f"/bins/{bin.pk}/requests"
    first = api("GET", f"{url}?limit=2").json()
    assert (seqs(first), first["next"]) == ([5, 4], 4)
    last = api("GET", f"{url}?limit=3&before=4").json()
    assert (seqs(last), last["next"]) == ([3, 2, 1], None)
    up = api("GET", f"{url}?after=1&limit=2").json()
    assert (seqs(up), up["next"]) == ([2, 3], 3)
    between = api("GET", f"{url}?after=1&before=4").json()
    assert (seqs(between), between["next"]) == ([2, 3], 3)
    assert api("GET", f"{url}?after=5").json() == {"items": [], "next": None}
    assert api("GET", f"{url}?after=3&before=2").json() == {"items": [], "next": None}


def test_next_is_the_last_seq_looked_at(api: Caller, bin: Bin) -> None:
    store(bin, captured(method="PUT"), captured(), captured())
    page = api("GET", f"/bins/{bin.pk}/requests?after=0&method=put").json()
    assert (seqs(page), page["next"]) == ([1], 3)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("method=get", [3]),
        ("path=/github", [3, 2]),
        ("path=/git*", [3, 2]),
        ("path=/git", []),
        ("q=HELLO", [1]),
        ("q=%00", None),
        ("q=100%25_", []),
        ("provider=stripe", []),
        ("starred=true", [2]),
        ("q='+OR+1=1--", []),
        ("q=json:a>1", [2]),
        ("q=-json:a+method:post", [1]),
        ("q=json:a&method=GET", []),
        ("q=is:starred&path=/git*", [2]),
        ("q=size:", [3, 2, 1]),
    ],
)
def test_filters(api: Caller, bin: Bin, query: str, wanted: list[int] | None) -> None:
    store(
        bin,
        captured(target="/in/key/stripe", body="hello"),
        captured(target="/in/key/github", body='{"a":2}'),
        captured(target="/in/key/github", method="GET", body=""),
    )
    CapturedRequest.objects.filter(bin=bin, seq=2).update(starred=True)
    while enrich(bin.pk):
        pass
    answer = api("GET", f"/bins/{bin.pk}/requests?{query}")
    if wanted is None:
        problem(answer, 422, "invalid")
    else:
        assert seqs(answer.json()) == wanted


@pytest.mark.parametrize(
    "query",
    [
        "after=x", "after=-1", "after=1.5", "after=99999999999999999999", "before=", "limit=0",
        "limit=501", "limit=1e2", "starred=perhaps", f"q={'x' * 1001}", "method=%00", "path=%00",
        "provider=%00", "methd=PUT", "=1", "q=is:new",
    ],
)  # fmt: skip
def test_bad_parameters_are_named(api: Caller, bin: Bin, query: str) -> None:
    sentence = problem(api("GET", f"/bins/{bin.pk}/requests?{query}"), 422, "invalid")
    assert f"`{query.partition('=')[0]}`" in sentence


def test_a_search_that_makes_no_sense_is_told_what_it_takes(api: Caller, bin: Bin) -> None:
    sentence = problem(api("GET", f"/bins/{bin.pk}/requests?q=size:large"), 422, "invalid")
    assert sentence == "`q`: `size:` takes a size in bytes, `k` or `m`, as in `size:>10k`."


def test_following_a_search_passes_over_nothing(api: Caller, bin: Bin) -> None:
    store(bin, captured(body="needle"), captured(body="needle"))
    url = f"/bins/{bin.pk}/requests?q=needle&after="
    assert api("GET", f"{url}0").json() == {"items": [], "next": None}
    while enrich(bin.pk):
        pass
    page = api("GET", f"{url}0").json()
    assert (seqs(page), page["next"]) == ([1, 2], 2)


def test_a_body_is_a_download_and_never_live(api: Caller, bin: Bin) -> None:
    page = b"<script>alert(1)</script>"
    store(bin, captured(body=page, headers=[("Content-Type", "text/html")]))
    url = f"/bins/{bin.pk}/requests/1/body"
    fetched = api("GET", url)
    assert fetched.content == page
    assert fetched["Content-Type"] == "application/octet-stream"
    assert fetched["Content-Disposition"] == f'attachment; filename="{bin.pk}-1.bin"'
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in fetched["Content-Security-Policy"]
    assert fetched["ETag"] == f'"{hashlib.sha256(page).hexdigest()}"'
    head = api("HEAD", url)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(page))


def test_an_unchanged_body_is_not_sent_again(api: Caller, bin: Bin) -> None:
    store(bin, captured(body="x"))
    url = f"/bins/{bin.pk}/requests/1/body"
    etag = api("GET", url)["ETag"]
    again = api("GET", url, If_None_Match=f'"other", {etag}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert api("GET", url, If_None_Match='"other"').content == b"x"
    assert api("GET", url, If_Match='"other"').content == b"x"


def test_an_empty_body_is_empty(api: Caller, bin: Bin) -> None:
    store(bin, captured(body=b""))
    fetched = api("GET", f"/bins/{bin.pk}/requests/1/body")
    assert (fetched.status_code, fetched.content) == (200, b"")


def test_a_star_is_put_and_taken(api: Caller, bin: Bin) -> None:
    store(bin, captured())
    url = f"/bins/{bin.pk}/requests/1"
    before = queries.changes_since(bin, 0).cursor
    assert api("PATCH", url, {"starred": True}).json()["starred"] is True
    assert [row.seq for row in queries.changes_since(bin, before).items] == [1]
    assert api("PATCH", url, {"starred": False}).json()["starred"] is False
    problem(api("PATCH", f"/bins/{bin.pk}/requests/2", {"starred": True}), 404, "not_found")


def test_a_note_is_written_and_what_is_left_out_stays(api: Caller, bin: Bin) -> None:
    store(bin, captured(), starred=True)
    url = f"/bins/{bin.pk}/requests/1"
    assert api("PATCH", url, {"note": "see #2\n"}).json()["note"] == "see #2"
    answer = api("PATCH", url, {}).json()
    assert (answer["note"], answer["starred"]) == ("see #2", True)
    assert api("PATCH", url, {"note": ""}).json()["note"] == ""
    for wrong in ("x" * 4001, "a\0b", 1):
        assert "`note`" in problem(api("PATCH", url, {"note": wrong}), 422, "invalid")


def test_deleting_one_and_all(api: Caller, bin: Bin) -> None:
    store(bin, *[captured()] * 3)
    url = f"/bins/{bin.pk}/requests"
    assert api("DELETE", f"{url}/2").status_code == 204
    problem(api("DELETE", f"{url}/2"), 404, "not_found")
    problem(api("GET", f"{url}/2/body"), 404, "not_found")
    assert seqs(api("GET", url).json()) == [3, 1]
    assert api("DELETE", url).status_code == 204
    assert api("GET", url).json() == {"items": [], "next": None}
    problem(api("GET", f"{url}/3"), 404, "not_found")
    store(bin, captured())
    assert seqs(api("GET", url).json()) == [4]


def test_deleting_some(api: Caller, bin: Bin) -> None:
    store(bin, *[captured()] * 5)
    url = f"/bins/{bin.pk}/requests"
    assert api("DELETE", f"{url}?seqs=2,4,4,99").status_code == 204
    assert seqs(api("GET", url).json()) == [5, 3, 1]
    for wrong in ("seqs=", "seqs=1,", "seqs=x", "seqs=-1", "seq=1", f"seqs={'9' * 19}"):
        problem(api("DELETE", f"{url}?{wrong}"), 422, "invalid")
    assert seqs(api("GET", url).json()) == [5, 3, 1]


@pytest.mark.parametrize(
    "seq", ["0", "2", str(2**63), "9" * 40, "9" * 5000, "-1", "1.0", "x", "%00"]
)
def test_a_number_that_names_nothing(api: Caller, bin: Bin, seq: str) -> None:
    store(bin, captured())
    for suffix in ("", "/body"):
        problem(api("GET", f"/bins/{bin.pk}/requests/{seq}{suffix}"), 404, "not_found")


def test_a_page_costs_the_same_however_much_is_stored(
    api: Caller, bin: Bin, django_assert_num_queries: Callable[..., Any]
) -> None:
    store(bin, *[captured()] * 300)
    with django_assert_num_queries(3) as counted:  # the bin, its floor, the rows
        assert len(api("GET", f"/bins/{bin.pk}/requests").json()["items"]) == 100
    assert not any("COUNT(" in query["sql"].upper() for query in counted.captured_queries)
