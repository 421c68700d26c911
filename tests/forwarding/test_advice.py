"""What people are told of a delivery, sentence by sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.forwarding.advice import Action, Advice, advise, duration
from requestbin.forwarding.ages import Aged
from requestbin.forwarding.models import Attempt, Delivery

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
REFUSED = "Nothing listens on localhost:3000 (tried ::1 and 127.0.0.1)."


def delivery(**fields: Any) -> Delivery:
    known = {
        "method": "POST",
        "url": "http://localhost:3000/hooks/stripe?x=1",
        "state": "failed",
        "attempt_count": 1,
        "header_pairs": "[]",
        "size": 20_000_000,
    }
    return Delivery(**(known | fields))


def attempt(status: int | None = 200, headers: Any = (), **fields: Any) -> Attempt:
    pairs = json.dumps([list(pair) for pair in headers])
    return Attempt(**({"status": status, "header_pairs": pairs, "duration_ms": 148.3} | fields))


def told(sent: Delivery, tried: Attempt | None, **where: Any) -> Advice:
    return advise(sent, tried, now=NOW, **where)


@pytest.mark.parametrize(
    ("tried", "sentence"),
    [
        (attempt(200), "Answered 200 in 148 ms."),
        (attempt(204, duration_ms=2345.0), "Answered 204 in 2.3 s."),
        (
            attempt(301, [("location", "/hooks/stripe/")]),
            "Answered 301 to `/hooks/stripe/`. We do not follow redirects. Send there?"
            " [Use that URL]",
        ),
        (
            attempt(302, [("Location", "javascript:alert(1)")]),
            "Answered 302 to `javascript:alert(1)`. We do not follow redirects.",
        ),
        (
            attempt(302, [("Location", "http://[")]),
            "Answered 302 to `http://[`. We do not follow redirects.",
        ),
        (attempt(304), "Answered 304 in 148 ms. [Show answer]"),
        (attempt(301), "Answered 301 in 148 ms. [Show answer]"),
        (attempt(400), "Answered 400 in 148 ms. [Show answer]"),
        (
            attempt(404),
            "Answered 404: the server is there, the path is not. Sent: `POST /hooks/stripe?x=1`.",
        ),
        (
            attempt(405, [("Allow", "GET, HEAD")]),
            "Answered 405: the path is there, but takes no POST, only GET, HEAD.",
        ),
        (attempt(413), "Answered 413: 20,000,000 bytes are more than your server takes."),
        (
            attempt(403, body=b"<h1>403</h1><p>CSRF verification failed. Request aborted.</p>"),
            'Answered 403 "CSRF verification failed": exempt this Django view with `@csrf_exempt`;'
            " the signature protects it.",
        ),
        (attempt(403), "Answered 403 in 148 ms. [Show answer]"),
        (
            attempt(400, body=b"DisallowedHost at /\nInvalid HTTP_HOST header: 'localhost'"),
            "Answered 400: your app does not allow the host `localhost`.",
        ),
        (attempt(500, duration_ms=1200.0), "Answered 500 after 1.2 s. [Show answer]"),
        (attempt(799), "Answered 799 in 148 ms."),
        (attempt(None, error="refused", detail=REFUSED), REFUSED),
    ],
)
def test_each_outcome_has_its_sentence(tried: Attempt, sentence: str) -> None:
    state = "delivered" if 200 <= (tried.status or 0) < 300 else "failed"
    assert str(told(delivery(state=state), tried)) == sentence


def test_a_redirect_offers_the_url_it_leads_to() -> None:
    action = told(
        delivery(), attempt(301, [("Location", "/a b/é".encode().decode("latin-1"))])
    ).action
    assert action is None
    action = told(delivery(), attempt(307, [("Location", "../stripe/?y=2")])).action
    assert action is not None
    assert (action.name, action.url) == ("use_url", "http://localhost:3000/stripe/?y=2")
    action = told(delivery(), attempt(308, [("Location", "https://other.example/x")])).action
    assert action is not None
    assert action.url == "https://other.example/x"


def test_what_comes_next_is_said() -> None:
    waiting = delivery(state="pending", max_attempts=8, due_at=NOW + timedelta(seconds=41))
    assert str(told(waiting, attempt(500, duration_ms=1200.0))) == (
        "Answered 500 after 1.2 s. [Show answer] Next try in 41 s (2 of 8)."
    )
    given_up = delivery(attempt_count=8, max_attempts=8)
    assert told(given_up, attempt(500)).then == "Given up after 8 tries."
    assert told(delivery(), attempt(500)).then == ""


def test_an_interruption_says_that_it_is_sent_again() -> None:
    cut = attempt(None, error="interrupted", detail="It was stopped.")
    waiting = delivery(state="pending", attempt_count=1, interruptions=1, due_at=NOW)
    assert str(told(waiting, cut)) == "It was stopped. It is sent again."
    assert told(delivery(attempt_count=6, interruptions=6), cut).then == ""


def test_before_and_during_the_first_attempt() -> None:
    assert told(delivery(state="pending"), None).sentence == "About to be sent."
    assert told(delivery(state="running"), None).sentence == "Sending."
    assert told(delivery(state="running"), attempt(500)).sentence == "Sending."


@pytest.mark.parametrize("url", ["http://localhost:3000/", "https://127.0.0.1/", "http://[::1]/"])
def test_on_a_remote_instance_localhost_is_explained(url: str) -> None:
    hint = "`localhost` here means the server that runs requestbin, not your computer."
    tried = attempt(None, error="refused", detail=REFUSED)
    assert told(delivery(url=url), tried, remote=True).sentence == f"{REFUSED} {hint}"
    assert told(delivery(url=url), tried, remote=False).sentence == REFUSED
    assert told(delivery(url="http://api.example/"), tried, remote=True).sentence == REFUSED
    assert hint not in told(delivery(url=url), attempt(200), remote=True).sentence


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (0.2, "0 ms"),
        (148.3, "148 ms"),
        (999.4, "999 ms"),
        (999.6, "1.0 s"),
        (1200, "1.2 s"),
        (9949, "9.9 s"),
        (9960, "10 s"),
        (41_000, "41 s"),
        (89_000, "89 s"),
        (120_000, "2 min"),
        (840_000, "14 min"),
        (7_200_000, "2 h"),
        (None, "an unknown time"),
    ],
)
def test_durations_are_said_as_people_do(milliseconds: float | None, words: str) -> None:
    assert duration(milliseconds) == words


@given(st.integers(100, 999), st.text(st.characters(max_codepoint=255)), st.binary(max_size=50))
def test_any_answer_can_be_told(status: int, location: str, body: bytes) -> None:
    tried = attempt(status, [("Location", location), ("Allow", location)], body=body)
    assert told(delivery(), tried, remote=True).sentence.startswith(f"Answered {status}")


LATE = Aged("This copy was signed 2 h ago; Stripe's libraries refuse after 5 min.", ready=True)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refused_copy_that_is_too_old_can_be_signed_anew(status: int) -> None:
    advice = told(delivery(), attempt(status), aged=LATE)
    assert str(advice) == (
        f"Answered {status}. This copy was signed 2 h ago; Stripe's libraries refuse after 5 min."
        " [Sign anew and send]"
    )
    without = told(delivery(), attempt(status), aged=Aged(LATE.sentence, ready=False))
    assert without.action == Action("resign_with", "Sign anew and send…")


def test_an_answer_that_says_what_is_wrong_is_believed_first() -> None:
    forged = told(delivery(), attempt(403, body=b"CSRF verification failed"), aged=LATE)
    assert "csrf_exempt" in str(forged)
    assert "Answered 404" in str(told(delivery(), attempt(404), aged=LATE))
    assert "Answered 200" in str(told(delivery(), attempt(200), aged=LATE))


def test_one_that_was_signed_anew_may_have_the_wrong_secret() -> None:
    signed = {"secret": "live", "changes": [], "size": 0}
    advice = told(delivery(), attempt(400, signed=signed))
    assert str(advice) == (
        "Answered 400. It was signed anew with “live”: is that your app's? [Sign with another…]"
    )
