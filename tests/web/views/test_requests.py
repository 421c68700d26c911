"""One request: how it is shown, and how it is taken away exactly as it came."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.http import Captured
from requestbin.ingest.enrich import enrich
from tests.builders import MOMENT, captured, store

pytestmark = pytest.mark.django_db

ODD = captured(
    "post",
    b"/in/key//a%2Fb?x=%20&x=2",
    [(b"X-Dup", b"1"), (b"x-dup", b"na\xefve"), (b"X_Under", b""), (b"X-Dup", b"3")],
    bytes(range(256)) * 4,
)


def show(visitor: Client, bin: Bin, query: str = "", seq: int = 1) -> str:
    answer = visitor.get(f"/bins/{bin.pk}/requests/{seq}/{query}", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def names_in(page: str) -> list[str]:
    found = re.findall(r'title="Copy the name">(.*?)</button>', page)
    return [name.replace("<wbr>", "") for name in found]


def address_of(page: str) -> str:
    return re.findall(r'data-address="([^"]*)"', page)[0]


def test_a_link_to_a_request_is_the_whole_page(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured())
    page = visitor.get(f"/bins/{bin.pk}/requests/1/").content.decode()
    assert "<html" in page
    assert "data-open" in page
    assert page.index('id="r2"') < page.index('id="r1"')
    assert "<html" not in show(visitor, bin)


def test_downloads_are_byte_for_byte(visitor: Client, bin: Bin) -> None:
    store(bin, ODD)
    path = f"/bins/{bin.pk}/requests/1/"
    assert visitor.get(f"{path}body/").content == ODD.body
    head = (
        b"post /in/" + bin.key.encode() + b"//a%2Fb?x=%20&x=2 HTTP/1.1\r\n"
        b"X-Dup: 1\r\nx-dup: na\xefve\r\nX_Under: \r\nX-Dup: 3\r\n\r\n"
    )
    assert visitor.get(f"{path}raw/").content == head + ODD.body


def test_the_payload_tab(visitor: Client, bin: Bin) -> None:
    store(bin, captured(target="/in/key?who=me", body='{"a":1.10}'), ODD, captured(body=b""))
    page = show(visitor, bin)
    assert '<span class="key">&quot;a&quot;</span>: <span class="number">1.10</span>' in page
    assert "who" in page
    assert 'class="code dump"' in show(visitor, bin, seq=2)
    assert "No body." in show(visitor, bin, seq=3)


def test_the_headers_tab_keeps_order_case_and_duplicates(visitor: Client, bin: Bin) -> None:
    store(bin, ODD)
    page = show(visitor, bin, "?tab=headers")
    assert names_in(page) == ["X-Dup", "x-dup", "X_Under", "X-Dup"]
    assert "naïve" in page
    page = show(visitor, bin, "?tab=headers&order=name")
    assert names_in(page) == ["X-Dup", "x-dup", "X-Dup", "X_Under"]
    assert "?tab=headers&amp;order=name" in address_of(page)


def test_a_secret_is_shown_when_it_is_asked_for(visitor: Client, bin: Bin) -> None:
    store(bin, captured(headers=[("Authorization", "Bearer abcdef"), ("X-Other", "x" * 400)]))
    page = show(visitor, bin, "?tab=headers")
    assert 'class="secret"><summary><span class="value">Bearer</span>' in page
    assert "Show all 400 characters" in page


NESTED = json.dumps({"Message": json.dumps({"order": "seven"})}).encode()


def test_a_part_has_an_address_and_a_download(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body=NESTED))
    assert 'id="part-1"' in show(visitor, bin)
    page = show(visitor, bin, "?part=1")
    assert "seven" in page
    assert 'id="whole-body"' in page
    assert "part=1" in address_of(page)
    path = f"/bins/{bin.pk}/requests/1/content/"
    answer = visitor.get(f"{path}?part=1")
    assert answer.content == b'{"order": "seven"}'
    assert answer["Content-Disposition"] == f'attachment; filename="{bin.pk}-1-1.bin"'
    assert visitor.get(f"{path}?part=2").status_code == 404
    assert "Message" in show(visitor, bin, "?part=nonsense")


def test_an_encoding_is_undone_and_what_was_sent_stays_near(visitor: Client, bin: Bin) -> None:
    zipped = gzip.compress(b'{"a": "unpacked"}')
    store(bin, captured(headers=[("Content-Encoding", "gzip")], body=zipped))
    page = show(visitor, bin)
    assert "unpacked" in page
    assert "gzip, undone here" in page
    page = show(visitor, bin, "?sent=1")
    assert "1f 8b 08" in page
    assert "sent=1" in address_of(page)
    assert visitor.get(f"/bins/{bin.pk}/requests/1/content/").content == b'{"a": "unpacked"}'
    assert visitor.get(f"/bins/{bin.pk}/requests/1/body/").content == zipped


def test_a_large_body_opens_by_its_first_part(visitor: Client, bin: Bin) -> None:
    items = ",".join(f'{{"number":{number},"pad":"{"x" * 90}"}}' for number in range(30_000))
    store(bin, captured(body=f"[{items}]"))
    page = show(visitor, bin)
    assert len(page) < 300_000
    assert "the first 16 KB" in page
    assert "?view=text&amp;at=16384" in page
    assert "Bytes 16,384 to 147,456 of" in show(visitor, bin, "?view=text&at=16384")


def test_the_raw_tab_shows_no_bytes_that_are_not_text(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body="one\r\ntwo"), ODD)
    assert "one\r\ntwo" in show(visitor, bin, "?tab=raw")
    page = show(visitor, bin, "?tab=raw", seq=2)
    assert "The body, 1,024 bytes, is not text." in page
    store(bin, captured(body="x" * 300_000))
    page = show(visitor, bin, "?tab=raw", seq=3)
    assert 250_000 < page.count("x") < 270_000
    assert "too large to show whole" in page


def test_the_view_that_is_asked_for(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body='{"a":1}'))
    assert 'class="code dump"' in show(visitor, bin, "?view=hex")
    assert "7b 22 61 22" in show(visitor, bin, "?view=hex")


def test_compressed_bodies_are_read_and_that_is_said(visitor: Client, bin: Bin) -> None:
    headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
    body = gzip.compress(b'{"inside": true}')
    store(bin, captured(headers=headers, body=body))
    page = show(visitor, bin)
    assert "inside" in page
    assert "gzip, undone here" in page
    assert visitor.get(f"/bins/{bin.pk}/requests/1/body/").content == body


def test_what_is_not_exact_is_said(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body="half", complete=False, names_exact=False, cookies_removed=True))
    page = show(visitor, bin)
    assert "The connection ended after 4 bytes of the body." in page
    assert "header names in lower case" in page
    assert "Cookies of this page were taken out" in page
    store(bin, captured())
    assert "Incomplete" not in show(visitor, bin, seq=2)


EVIL = '<script>alert("x")</script>{{ 7|add:7 }}{% now "Y" %}\'; DROP TABLE bins_bin; --'
PART = f'--x\r\nContent-Disposition: form-data; name="{EVIL}"; filename="{EVIL}"\r\n\r\n{EVIL}'


@pytest.mark.parametrize(
    "request_",
    [
        captured(body="[" * 100_000),
        captured(body=r'{"a": "\ud800", "b": "\u0000"}'),
        captured(target="/in/key/" + "a" * 65_000 + "?" + "b=1&" * 8000),
        captured(headers=[(f"X-{n}", EVIL) for n in range(200)], body=EVIL),
        captured(headers=[("Content-Type", "multipart/form-data; boundary=x")], body=PART),
        captured(headers=[("Content-Type", f"text/plain; charset={EVIL}")], body=b"\x00\xff\xfe"),
        captured(headers=[("Content-Encoding", "gzip")], body=gzip.compress(bytes(30_000_000))),
        captured(headers=[("Content-Type", "application/json")], body="9" * 200_000),
        captured("\xff" * 50, headers=[], body=b""),
    ],
    ids=["deep", "surrogate", "long", "evil", "parts", "charset", "bomb", "number", "method"],
)
@pytest.mark.parametrize("tab", ["payload", "headers", "raw", "payload&view=hex"])
def test_odd_requests_are_shown_like_any(
    visitor: Client, bin: Bin, request_: Captured, tab: str
) -> None:
    store(bin, request_)
    page = visitor.get(f"/bins/{bin.pk}/requests/1/?tab={tab}")
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    assert b"could not read this" not in page.content
    assert len(page.content) < 4_000_000


def test_a_star_is_set_and_taken_back(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    path = f"/bins/{bin.pk}/requests/1/star/"
    assert visitor.post(path)["Location"] == f"/bins/{bin.pk}/requests/1/"
    assert CapturedRequest.objects.get().starred
    part = visitor.post(path, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="false"' in part
    assert not CapturedRequest.objects.get().starred


def test_deleting_one_leaves_the_others(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured())
    path = f"/bins/{bin.pk}/requests/2/delete/"
    assert visitor.get(path).status_code == 405
    answer = visitor.post(path, headers={"HX-Request": "true"})
    assert 'data-deleted="2"' in answer.content.decode()
    assert visitor.post(path).status_code == 404
    assert [row.seq for row in CapturedRequest.objects.all()] == [1]


def test_strangers_get_nothing_of_it(client: Client, bin: Bin) -> None:
    store(bin, captured(body="secret"))
    for part in ("", "body/", "raw/"):
        answer = client.get(f"/bins/{bin.pk}/requests/1/{part}")
        assert answer.status_code == 401
        assert b"secret" not in answer.content
    assert client.post(f"/bins/{bin.pk}/requests/1/star/").status_code == 401
    assert client.post(f"/bins/{bin.pk}/requests/1/delete/").status_code == 401


def test_another_request_is_not_found(visitor: Client, bin: Bin) -> None:
    for seq in (1, 10**18, 10**30):
        assert visitor.get(f"/bins/{bin.pk}/requests/{seq}/").status_code == 404


def test_headers_alone_read_no_body(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body="x" * 1_000_000))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        show(visitor, bin, "?tab=headers")
    assert not [each for each in queries if "bins_body" in each["sql"]]


def test_a_retry_says_so_and_leads_to_the_others(visitor: Client, bin: Bin) -> None:
    sent = [captured(headers=[("Webhook-Id", "evt_1NzK")]) for _ in range(3)]
    store(bin, *sent, captured(headers=[("Webhook-Id", "evt_other")]))
    while enrich(bin.pk):
        pass
    early = MOMENT - timedelta(minutes=64)
    rows = CapturedRequest.objects.filter(bin_id=bin.pk)
    rows.filter(seq=1).update(received_at=early)
    rows.filter(seq=3).update(received_at=MOMENT)
    page = visitor.get(f"/bins/{bin.pk}/requests/3/").content.decode()
    assert "3rd try, 64 min after" in page
    assert f'href="/bins/{bin.pk}/requests/1/">the first</a>' in page
    assert "3rd try</span>" in page
    group = visitor.get(f"/bins/{bin.pk}/?q=id:evt_1NzK").content.decode()
    assert re.findall(r'<li id="r(\d+)"', group) == ["3", "2", "1"]
    first = visitor.get(f"/bins/{bin.pk}/requests/1/").content.decode()
    assert "It came again." in first
    assert "try, " not in first
