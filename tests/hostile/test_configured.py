"""Names, answers, targets and what targets answer: all hostile, all shown, nothing acts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.hostile.reading import Page, Reader, problems_of
from tests.hostile.strings import ALL_MARKUP, BREAKERS, MARKUP, SURROGATE
from tests.hostile.test_inert import is_shown
from tests.journeys.witness import Witness
from tests.serving import Answer, Serving
from tests.targets import Target

NAME_LENGTH = 80


def read(witness: Witness, *starts: str, only: str = "") -> tuple[str, list[str]]:
    """Return what the bin's pages show, or `only` those below one of them, and what is wrong."""
    reader, home = Reader(witness.server, witness.cookie["Cookie"]), f"/bins/{witness.id}/"
    shown, found = [], []
    for path, answer, page in reader.crawl(*starts, home + only, within=home + only):
        found += problems_of(path, answer, page)
        shown.append(page.text + "\0".join(page.values) if page else answer.body.decode("latin-1"))
    return "\0".join(shown), found


@pytest.mark.parametrize("text", MARKUP)
def test_a_name_and_an_answer(local: Serving, text: str) -> None:
    answer = {
        "status": 200,
        "headers": [["Content-Type", "text/html"], ["X-A", text[:30].encode().decode("latin-1")]],
    }
    witness = Witness(local, name=text[:NAME_LENGTH], answer={**answer, "body": text})
    reply = local.request("POST", f"/in/{witness.key}", text.encode())
    assert (reply.status, reply.body) == (200, text.encode())
    assert reply.header("content-security-policy") == "sandbox"
    assert reply.header("x-content-type-options") == "nosniff"
    shown, found = read(witness, "/")
    assert not [each for each in found if "turns" not in each], "\n".join(found)
    is_shown(text[:NAME_LENGTH], shown)
    is_shown(text, shown)
    local.api("DELETE", f"/bins/{witness.id}")  # whose name all other bins' menus would show


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "\ud800", "x" * 81])
def test_no_name_that_no_store_takes(local: Serving, name: str) -> None:
    answer = local.api("POST", "/bins", {"name": name})
    assert answer.status == 422, answer
    assert answer.json()["error"]["code"] == "invalid"


def delivered(witness: Witness, url: str, **wanted: Any) -> dict[str, Any]:
    """Capture something, replay it to `url`, and return the delivery when it was tried."""
    witness.server.request("POST", f"/in/{witness.key}", b"boom")
    seq = witness.newest()["seq"]
    answer = witness.server.api(
        "POST", f"/bins/{witness.id}/requests/{seq}/replay", {"url": url, "wait": 20, **wanted}
    )
    assert answer.status == 200, answer
    told: dict[str, Any] = answer.json()
    return told


def reply(status: bytes, body: bytes, *lines: bytes) -> bytes:
    fields = b"".join(line + b"\r\n" for line in lines)
    return b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, fields, len(body), body)


def test_targets_and_what_they_answer(local: Serving, target: Target) -> None:
    text = ALL_MARKUP
    witness, raw = Witness(local, name="targets"), text.strip().encode()
    hosted = f"{target.url}{quote(text, safe='<>;=')}?{text.replace(' ', '%20')}#{raw.decode()}"
    hosted = re.sub(r"\s", "%20", hosted)
    for status in (b"200 " + raw, b"301 " + raw, b"403 " + raw, b"500"):
        target.reply = reply(
            status, b"<html>" + raw, b"Content-Type: text/html; x=" + raw, b"Location: " + raw,
            b"X-'boom`: " + raw, b"Set-Cookie: " + raw, b"Retry-After: " + raw,
        )  # fmt: skip
        delivered(witness, hosted, method="'BOOM`", headers=[["X-Boom", raw.decode("latin-1")]],
                  body=text)  # fmt: skip
    shown, found = read(witness)
    assert not [each for each in found if "turns" not in each], "\n".join(found)
    is_shown(text.strip(), shown)


@pytest.mark.parametrize("breaker", BREAKERS)
def test_no_answer_of_a_target_breaks_the_pages(
    local: Serving, target: Target, breaker: str
) -> None:
    kind, body = BREAKERS[breaker]
    named = b"Content-Encoding: gzip" if kind == b"gzip" else b"Content-Type: " + kind
    target.reply = reply(b"200 OK", body, named, b"X-Boom: " + SURROGATE)
    witness = Witness(local)
    made = delivered(witness, target.url)
    (attempt,) = made["attempts"]
    assert attempt["status"] == 200, attempt
    assert attempt["body"]["size"] == len(body)
    _, found = read(witness, only=f"deliveries/{made['id']}/")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "raw",
    [
        b"<script>boom(1)</script>",
        b"HTTP/1.1 200 OK\r\nX: <script>boom(1)</script>\x00\r\n\r\n",
        b"HTTP/1.1 <script>boom</script>\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: <script>\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<script>boom(1)</script>\r\n",
        b"HTTP/1.1 999 \xff\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: boom\r\n" * 20_000 + b"\r\n",
        b"\x15\x03\x01\x00\x02\x02\x28",
        b"",
    ],
)
def test_no_failure_of_a_target_breaks_the_pages(
    local: Serving, target: Target, raw: bytes
) -> None:
    target.reply = lambda _: raw or None
    witness = Witness(local)
    delivered(witness, target.url)
    _, found = read(witness, only="requests/1/")
    assert not found, "\n".join(found)


BAD = (
    {"answer_headers": "<script>boom(1)</script>"},
    {"answer_headers": "X: \x00"},
    {"answer_status": "1" * 5_000},
    {"answer_body": MARKUP[1] * 4_000},
    {"keep_days": "nan"},
    {"keep_days": "1e999"},
    {"name": "\x00"},
)


def test_a_form_saves_what_is_hostile_as_it_is(local: Serving) -> None:
    witness = Witness(local)
    page = witness.page("settings/")
    own = [value.split(";")[0] for value in page.all("set-cookie")]
    form = {
        "csrfmiddlewaretoken": token_of(page), "name": MARKUP[0][:80], "answer_status": "200",
        "answer_headers": "X-Boom: <script>boom(1)</script>", "answer_body": MARKUP[1],
        "answer_delay_ms": "0", "keep_requests": "10", "keep_days": "1", "keep_mib": "1",
    }  # fmt: skip
    where = f"/bins/{witness.id}/settings/"
    headers = {
        "Cookie": "; ".join([witness.cookie["Cookie"], *own]), "Origin": local.base,
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    saved = local.request("POST", where, urlencode(form).encode(), headers)
    assert saved.status == 302, saved
    stored = local.api("GET", f"/bins/{witness.id}").json()
    assert (stored["name"], stored["answer"]["body"]) == (MARKUP[0][:80], MARKUP[1])
    for bad in BAD:
        refused = local.request("POST", where, urlencode(form | bad).encode(), headers)
        assert refused.status == 422, bad
        assert not Page(refused.text, where).acts
    assert local.api("GET", f"/bins/{witness.id}").json() == stored


def token_of(page: Answer) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert found is not None
    return found[1]
