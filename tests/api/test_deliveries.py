"""Replays over REST, made by the real worker to a real target."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from requestbin.access import limits
from requestbin.api import waiting
from requestbin.bins import actions
from requestbin.bins.models import Bin
from requestbin.buckets import Buckets
from requestbin.forwarding.models import Delivery
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store
from tests.serving import TOKEN, until
from tests.targets import Target

pytestmark = pytest.mark.django_db(transaction=True)

SHAPE = {
    "id", "state", "request_seq", "method", "url", "created_at", "max_attempts", "attempts",
    "next_attempt_at",
}  # fmt: skip
ATTEMPT = {
    "number", "started_at", "signed", "connect_ms", "first_byte_ms", "duration_ms", "status",
    "headers", "body", "error",
}  # fmt: skip


@pytest.fixture
def bin(db: None) -> Bin:
    bin = make_bin()
    store(
        bin,
        captured(
            target="/in/key/hook?x=1",
            headers=[("Host", "us"), ("X-Dup", "1"), ("x_under", "2"), ("x-dup", b"\xe9")],
            body=b"\x00\xff",
        ),
    )
    return bin


def replay_url(bin: Bin) -> str:
    return f"/bins/{bin.pk}/requests/1/replay"


def test_a_replay_that_is_not_waited_for_is_accepted(api: Caller, bin: Bin) -> None:
    answer = api("POST", replay_url(bin), {"url": "http://127.0.0.1:9/x?y"})
    assert answer.status_code == 202
    delivery = answer.json()
    assert set(delivery) == SHAPE
    assert (delivery["state"], delivery["request_seq"]) == ("pending", 1)
    assert (delivery["method"], delivery["url"]) == ("POST", "http://127.0.0.1:9/x?y")
    assert (delivery["attempts"], delivery["max_attempts"]) == ([], 1)
    assert delivery["next_attempt_at"] == delivery["created_at"]
    assert api("GET", f"/bins/{bin.pk}/deliveries/{delivery['id']}").json() == delivery
    assert api("GET", f"/bins/{bin.pk}/deliveries").json() == {"items": [delivery], "next": None}


def test_the_answer_comes_with_the_replay(
    api: Caller, bin: Bin, worker: None, target: Target
) -> None:
    target.reply = (
        b"HTTP/1.1 418 Teapot\r\nX-Dup: a\r\nx-dup: \xe9\r\nContent-Type: text/plain\r\n"
        b"Content-Length: 5\r\n\r\nshort"
    )
    answer = api("POST", replay_url(bin), {"url": f"{target.url}to", "wait": 20})
    assert answer.status_code == 200
    delivery = answer.json()
    assert (delivery["state"], delivery["next_attempt_at"]) == ("failed", None)
    [attempt] = delivery["attempts"]
    assert set(attempt) == ATTEMPT
    assert (attempt["number"], attempt["status"], attempt["error"]) == (1, 418, None)
    assert attempt["headers"][:2] == [["X-Dup", "a"], ["x-dup", "\xe9"]]
    assert attempt["body"] == {
        "size": 5, "complete": True, "content_type": "text/plain", "text": "short", "base64": None,
    }  # fmt: skip
    assert 0 <= attempt["connect_ms"] <= attempt["first_byte_ms"] <= attempt["duration_ms"]
    [raw] = target.received()
    assert raw.startswith(b"POST /to HTTP/1.1\r\n")
    assert b"\r\nX-Dup: 1\r\nx_under: 2\r\nx-dup: \xe9\r\n" in raw
    assert raw.endswith(b"\r\n\r\n\x00\xff")
    assert f"Host: 127.0.0.1:{target.port}".encode() in raw


def test_an_edited_replay_sends_what_was_given(
    api: Caller, bin: Bin, worker: None, target: Target
) -> None:
    body = base64.b64encode(b"\xfe\r\n").decode()
    edited = {
        "url": target.url,
        "method": "PUT",
        "headers": [["x-one", "\xe9"], ["x-one", "2"]],
        "body_base64": body,
        "wait": 20,
    }
    assert api("POST", replay_url(bin), edited).json()["state"] == "delivered"
    [raw] = target.received()
    assert raw.startswith(b"PUT / HTTP/1.1\r\n")
    assert b"\r\nx-one: \xe9\r\nx-one: 2\r\n" in raw
    assert b"x_under" not in raw
    assert raw.endswith(b"\r\n\r\n\xfe\r\n")


def test_an_answer_that_is_no_text_comes_as_base64_and_not_in_lists(
    api: Caller, bin: Bin, worker: None, target: Target
) -> None:
    target.reply = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xff\x00"
    done = api("POST", replay_url(bin), {"url": target.url, "wait": 20}).json()
    body = done["attempts"][0]["body"]
    assert (body["text"], body["base64"]) == (None, "/wA=")
    [listed] = api("GET", f"/bins/{bin.pk}/deliveries").json()["items"]
    assert listed["attempts"][0]["body"] == body | {"base64": None}
    assert api("GET", f"/bins/{bin.pk}/deliveries/{done['id']}").json() == done


def test_a_failure_has_a_code_and_a_sentence(api: Caller, bin: Bin, worker: None) -> None:
    refused = {"url": "http://127.0.0.1:9/", "wait": 20}
    delivery = api("POST", replay_url(bin), refused).json()
    [attempt] = delivery["attempts"]
    assert (attempt["status"], attempt["body"], attempt["headers"]) == (None, None, [])
    assert attempt["error"]["code"] == "refused"
    assert attempt["error"]["message"].startswith("Nothing listens on 127.0.0.1:9")


def test_waiting_ends_in_time(api: Caller, bin: Bin) -> None:
    started = time.monotonic()
    answer = api("POST", replay_url(bin), {"url": "http://127.0.0.1:9/", "wait": 0.3})
    assert answer.status_code == 202
    assert 0.3 <= time.monotonic() - started < 5


def test_few_wait_at_once(
    bin: Bin, worker: None, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(waiting, "_places", threading.BoundedSemaphore(1))
    target.reply = lambda _raw: b"HTTP/1.1 204 No\r\n\r\n" if release.wait(20) else None

    def first() -> Any:
        try:
            return Caller(TOKEN)("POST", replay_url(bin), {"url": target.url, "wait": 20})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(first)
        target.received()
        second = Caller(TOKEN)("POST", replay_url(bin), {"url": target.url, "wait": 1})
        problem(second, 429, "too_many")
        assert second["Retry-After"] == "1"
        assert Delivery.objects.count() == 1
        release.set()
        assert waits.result().status_code == 200
    assert Caller(TOKEN)("POST", replay_url(bin), {"url": target.url, "wait": 1}).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({}, "`url` is required"),
        ({"url": ""}, "not a URL"),
        ({"url": "ftp://127.0.0.1/"}, "not a URL"),
        ({"url": "http://user:secret@127.0.0.1/"}, "holds a name or password"),
        ({"url": "http://127.0.0.1/\x00"}, "control character"),
        ({"url": "http://127.0.0.1/", "method": "A B"}, "not a method"),
        ({"url": "http://127.0.0.1/", "method": ""}, "not a method"),
        ({"url": "http://127.0.0.1/", "method": "G\u00e9T"}, "not a method"),
        ({"url": "http://127.0.0.1/", "headers": [["a b", "c"]]}, "not a header name"),
        ({"url": "http://127.0.0.1/", "headers": [["a", "b\r\nc: d"]]}, "line break"),
        ({"url": "http://127.0.0.1/", "headers": [["a", "\u2713"]]}, "latin-1"),
        ({"url": "http://127.0.0.1/", "headers": {"a": "b"}}, "valid list"),
        ({"url": "http://127.0.0.1/", "body": "a", "body_base64": "YQ=="}, "not both"),
        ({"url": "http://127.0.0.1/", "wait": 31}, "`wait`"),
        ({"url": "http://127.0.0.1/", "wait": -1}, "`wait`"),
        ({"url": "http://127.0.0.1/", "wait": "5"}, "`wait`"),
        ({"url": "http://127.0.0.1/", "resign": True}, "It is not known who signs"),
        ({"url": "http://127.0.0.1/", "resign": {"sekret": "x"}}, "is not a known field"),
    ],
)
def test_what_cannot_be_sent_is_said_and_not_stored(
    api: Caller, bin: Bin, wanted: dict[str, Any], sentence: str
) -> None:
    assert sentence in problem(api("POST", replay_url(bin), wanted), 422, "invalid")
    assert not Delivery.objects.exists()


def test_what_was_deleted_cannot_be_replayed(api: Caller, bin: Bin) -> None:
    actions.delete_all(bin)
    problem(api("POST", replay_url(bin), {"url": "http://127.0.0.1:9/"}), 404, "not_found")


def test_deliveries_page_from_the_newest_down(api: Caller, bin: Bin) -> None:
    store(bin, captured())
    wanted = {"url": "http://127.0.0.1:9/"}
    ids = [api("POST", replay_url(bin), wanted).json()["id"] for _ in range(3)][::-1]
    other = api("POST", f"/bins/{bin.pk}/requests/2/replay", wanted).json()["id"]
    url = f"/bins/{bin.pk}/deliveries"
    first = api("GET", f"{url}?limit=2").json()
    assert ([each["id"] for each in first["items"]], first["next"]) == ([other, ids[0]], ids[0])
    rest = api("GET", f"{url}?limit=2&before={first['next']}").json()
    assert ([each["id"] for each in rest["items"]], rest["next"]) == (ids[1:], None)
    ours = api("GET", f"{url}?request_seq=1").json()
    assert [each["id"] for each in ours["items"]] == ids
    problem(api("GET", f"{url}?before=NoSuchDelivery"), 404, "not_found")
    problem(api("GET", f"{url}?before=%00"), 422, "invalid")


def test_a_delivery_of_another_bin_is_not_there(api: Caller, bin: Bin) -> None:
    made = api("POST", replay_url(bin), {"url": "http://127.0.0.1:9/"}).json()
    other = make_bin()
    problem(api("GET", f"/bins/{other.pk}/deliveries/{made['id']}"), 404, "not_found")
    problem(api("GET", f"/bins/{other.pk}/deliveries?before={made['id']}"), 404, "not_found")


@pytest.mark.parametrize("name", ["REPLAYS_BY_ADDRESS", "REPLAYS_BY_OWNER", "REPLAYS_BY_TARGET"])
def test_replays_of_a_public_instance_are_limited(
    api: Caller,
    bin: Bin,
    configure: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    configure(public=True)
    wanted = {"url": "http://203.0.113.9/"}
    monkeypatch.setattr(limits, name, Buckets(rate=0.1, burst=1))
    assert api("POST", replay_url(bin), wanted).status_code == 202
    answer = api("POST", replay_url(bin), wanted)
    problem(answer, 429, "too_many")
    assert int(answer["Retry-After"]) == 10
    assert Delivery.objects.count() == 1
    configure(public=False)
    assert api("POST", replay_url(bin), wanted).status_code == 202


def test_the_worker_takes_up_what_was_stored_before_it_started(
    api: Caller, bin: Bin, target: Target, request: pytest.FixtureRequest
) -> None:
    made = api("POST", replay_url(bin), {"url": target.url}).json()
    request.getfixturevalue("worker")
    url = f"/bins/{bin.pk}/deliveries/{made['id']}"
    until(lambda: api("GET", url).json()["state"] == "delivered")
