"""What a replay is made of: the capture to the byte, less what belonged to another connection."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.bins.actions import delete_all, delete_requests
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.bins.queries import changes_since
from requestbin.egress import Unsendable
from requestbin.forwarding import replay as module
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.queries import some_at, states_at
from requestbin.forwarding.replay import DELIVERY_HEADER, compose, replay, replay_all
from requestbin.http import Headers
from tests.builders import captured, make_bin, store
from tests.forwarding.working import Work, settled
from tests.serving import until
from tests.targets import Target

TOKEN = "!#$%&'*+-.^_`|~abcXYZ019"


def names(headers: Headers) -> list[str]:
    return [name for name, _ in headers.as_text()]


def test_a_capture_is_sent_as_it_was() -> None:
    pairs = [
        ("x-B", "1"),
        ("X-b", "2"),
        ("x_under", "\xe9"),
        ("User-Agent", "Stripe/1.0"),
        ("E", ""),
    ]
    caught = captured("PUT", headers=pairs, body=b"\x00\xff")
    request = compose(caught, "http://localhost:3000/hooks?x=1")
    assert (request.method, request.url, request.body) == (
        "PUT",
        "http://localhost:3000/hooks?x=1",
        b"\x00\xff",
    )
    assert request.headers == Headers(pairs)


@pytest.mark.parametrize(
    "name",
    [
        "Host",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authorization",
        "Upgrade",
        "Expect",
        "Trailer",
        "Forwarded",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        DELIVERY_HEADER,
    ],
)
def test_what_spoke_to_us_alone_is_left_out(name: str) -> None:
    caught = captured(headers=[("A", "1"), (name.swapcase(), "x"), ("B", "2")])
    assert names(compose(caught, "http://h/").headers) == ["A", "B"]


@pytest.mark.parametrize(
    "name",
    ["X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "Via", "Authorization", "Cookie",
     "Accept-Encoding", "Content-Encoding", "Origin", "X-Hub-Signature-256"],
)  # fmt: skip
def test_what_tells_of_the_sender_stays(name: str) -> None:
    assert names(compose(captured(headers=[(name, "x")]), "http://h/").headers) == [name]


def test_what_the_connection_header_names_goes_with_it() -> None:
    pairs = [("Connection", "close, X-Hop"), ("x-hop", "1"), ("connection", "x-other ,")]
    pairs += [("X-Other", "2"), ("Z", "3")]
    assert names(compose(captured(headers=pairs), "http://h/").headers) == ["Z"]


def test_an_edit_replaces_what_it_gives_and_nothing_else() -> None:
    caught = captured("POST", headers=[("A", "1")], body=b"old")
    assert compose(caught, "http://h/", method="PATCH").method == "PATCH"
    assert compose(caught, "http://h/", method="PATCH").body == b"old"
    edited = compose(
        caught, "http://h/", headers=Headers([("Host", "b"), ("X-Forwarded-Proto", "c")])
    )
    assert names(edited.headers) == ["Host", "X-Forwarded-Proto"]
    assert edited.body == b"old"
    emptied = compose(caught, "http://h/", headers=Headers(), body=b"")
    assert (len(emptied.headers), emptied.body) == (0, b"")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"url": "ftp://h/"}, "bad_url"),
        ({"url": "http://u:p@h/"}, "userinfo"),
        ({"method": "GE T"}, "bad_method"),
        ({"method": "CONNECT"}, "bad_method"),
        ({"headers": Headers([("A", "b\r\nC: d")])}, "bad_header_value"),
        ({"headers": Headers([("A\x00", "b")])}, "bad_header_name"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_it_is_stored(
    edit: dict[str, object], code: str
) -> None:
    with pytest.raises(Unsendable) as refused:
        compose(captured(), **{"url": "http://h/", **edit})  # type: ignore[arg-type]
    assert isinstance(refused.value, ValueError)
    assert refused.value.code == code


@given(
    st.lists(st.tuples(st.text(TOKEN, min_size=1), st.binary(max_size=20))),
    st.binary(max_size=200),
)
def test_any_capture_composes_or_is_refused(pairs: list[tuple[str, bytes]], body: bytes) -> None:
    try:
        request = compose(captured(headers=pairs, body=body), "http://h/")
    except Unsendable:
        return
    assert request.body == body
    kept = set(request.headers.pairs)
    assert kept <= {(name.encode(), value) for name, value in pairs}


def test_a_replay_is_stored_and_shown(bin: Bin) -> None:
    before = changes_since(bin, 0).cursor
    made = replay(bin, 1, "http://localhost:3000/x", max_attempts=3)
    stored = Delivery.objects.get(pk=made.pk)
    assert (stored.state, stored.body, stored.size, stored.max_attempts) == ("pending", None, 17, 3)
    assert stored.target == "http://localhost:3000"
    assert stored.headers.text(DELIVERY_HEADER) == made.pk
    assert stored.created_at <= datetime.now(UTC)
    assert [row.seq for row in changes_since(bin, before).items] == [1]


def test_nothing_is_stored_of_what_cannot_be_sent(bin: Bin) -> None:
    with pytest.raises(Unsendable):
        replay(bin, 1, "http://u:p@h/")
    with pytest.raises(CapturedRequest.DoesNotExist):
        replay(bin, 2, "http://h/")
    assert not Delivery.objects.exists()


def test_what_is_deleted_cannot_be_replayed(bin: Bin) -> None:
    delete_all(bin)
    with pytest.raises(CapturedRequest.DoesNotExist):
        replay(bin, 1, "http://h/")


def test_many_are_stored_at_one_moment(bin: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    store(bin, captured(method="NO TOKEN"), captured("PUT"), captured())
    before = changes_since(bin, 0).cursor
    moment = replay_all(bin, [1, 2, 3, 4, 99], "http://localhost:3000/x")
    made = Delivery.objects.order_by("request_seq")
    assert [(each.request_seq, each.method, each.body) for each in made] == [
        (1, "POST", None), (3, "PUT", None), (4, "POST", None),
    ]  # fmt: skip
    assert {each.created_at for each in made} == {moment}
    assert len({each.headers.text(DELIVERY_HEADER) for each in made}) == 3
    assert [row.seq for row in changes_since(bin, before).items] == [1, 3, 4]
    assert states_at(bin.pk, moment) == {"pending": 3}
    assert [each.request_seq for each in some_at(bin.pk, moment, 2)] == [1, 3]


def test_many_are_not_sent_to_what_is_no_url(bin: Bin) -> None:
    with pytest.raises(Unsendable):
        replay_all(bin, [1], "ftp://h/")
    assert not Delivery.objects.exists()


def test_many_arrive_as_they_were_captured(bin: Bin, work: Work, target: Target) -> None:
    bodies = [f"body {number}".encode() for number in range(20)]
    store(bin, *(captured(body=body) for body in bodies))
    work()
    moment = replay_all(bin, range(2, 22), target.url)
    assert sorted(raw.partition(b"\r\n\r\n")[2] for raw in target.received(20)) == sorted(bodies)
    until(lambda: states_at(bin.pk, moment) == {"delivered": 20})


BODIES = {
    "random": os.urandom(10 * 1024 * 1024),
    "gzip": gzip.compress(b"x" * 1000),
    "empty": b"",
    "latin-1": "été".encode("latin-1"),
    "line ends": b"a\nb\r\nc\rd",
    "nul": b"\x00" * 10,
}


@pytest.mark.parametrize("kind", BODIES)
def test_the_target_receives_the_capture_byte_for_byte(
    kind: str, transactional_db: None, work: Work, target: Target
) -> None:
    pairs = [(f"X-Number-{n}", str(n)) for n in range(190)]
    pairs += [
        ("x-dup", "a"),
        ("X-DUP", "b"),
        ("x_under", "1"),
        ("X-L", "\xe9"),
        ("cONTENT-tYPE", "a/b"),
    ]
    own = make_bin()
    store(own, captured("POST", headers=[("Host", "in.example"), *pairs], body=BODIES[kind]))
    work()
    made = replay(own, 1, f"{target.url}a%2Fb//c|^?x=%c3")
    [raw] = target.received()
    head, _, body = raw.partition(b"\r\n\r\n")
    expected = [b"POST /a%2Fb//c|^?x=%c3 HTTP/1.1", b"Host: 127.0.0.1:%d" % target.port]
    expected += [f"{name}: {value}".encode("latin-1") for name, value in pairs]
    expected += [f"{DELIVERY_HEADER}: {made.pk}".encode()]
    expected += [b"Content-Length: %d" % len(body), b"Connection: close"]
    assert head.split(b"\r\n") == expected
    assert body == BODIES[kind]
    assert settled(made).state == "delivered"


def test_an_edited_body_is_sent_instead(bin: Bin, work: Work, target: Target) -> None:
    work()
    made = replay(bin, 1, target.url, method="PUT", headers=Headers([("A", "b")]), body=b"\xffnew")
    [raw] = target.received()
    assert raw.startswith(b"PUT / HTTP/1.1\r\n")
    assert b"\r\nA: b\r\n" in raw
    assert raw.endswith(b"\r\n\r\n\xffnew")
    assert settled(made).size == 4


def test_a_request_deleted_before_its_turn_is_told_so(bin: Bin, work: Work, target: Target) -> None:
    store(bin, captured(), captured())
    gone = [replay(bin, 1, target.url, max_attempts=5), replay(bin, 2, target.url)]
    kept = replay(bin, 3, target.url, body=b"mine")
    delete_requests(bin, [1])
    delete_all(bin)
    work()
    for delivery in gone:
        assert settled(delivery).state == "failed"
        [attempt] = delivery.attempts.all()
        assert attempt.error == "deleted"
        assert "was deleted before its turn" in attempt.detail
    assert settled(kept).state == "delivered"
    assert module.DELIVERY_HEADER.encode() in target.received(1)[0]
    assert len(target.requests) == 1
