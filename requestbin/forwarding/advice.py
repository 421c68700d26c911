"""What to tell people of a delivery: one sentence, and the one thing to do, where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from requestbin.egress.url import Url, parse
from requestbin.forwarding.ages import REFUSED, Aged
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.outcome import INTERRUPTED
from requestbin.forwarding.resigning import GIVEN

USE_URL, SHOW_ANSWER = "use_url", "show_answer"
RESIGN, RESIGN_WITH = "resign", "resign_with"
"""Sign anew with a secret that is known, or ask for one first."""

MAX_SHOWN = 200
LOCAL_NAMES = ("localhost", "127.", "::1")
NOT_YOURS = " `localhost` here means the server that runs requestbin, not your computer."


@dataclass(frozen=True, slots=True)
class Action:
    """A button: `name` for programs, `label` for people, `url` where it leads to another URL."""

    name: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """`sentence` tells what happened, `then` what happens next; `action` stands between them."""

    sentence: str
    action: Action | None = None
    then: str = ""

    def __str__(self) -> str:
        label = f"[{self.action.label}]" if self.action else ""
        return " ".join(part for part in (self.sentence, label, self.then) if part)


def advise(
    delivery: Delivery,
    attempt: Attempt | None,
    *,
    now: datetime,
    remote: bool = False,
    aged: Aged | None = None,
) -> Advice:
    """Tell of a delivery by its newest attempt, None before the first.

    `remote` says that requestbin runs elsewhere than the browser that looks; `aged` that the copy
    was signed too long ago (`ages.aged`).
    """
    if attempt is None or delivery.state == Delivery.State.RUNNING:
        return Advice(
            "Sending." if delivery.state == Delivery.State.RUNNING else "About to be sent."
        )
    told = _of_answer(delivery, attempt) if attempt.status else _of_failure(attempt)
    if attempt.status in REFUSED and told.action and told.action.name == SHOW_ANSWER:
        told = _unbelieved(attempt, aged) or told
    if remote and not attempt.status and _is_local(delivery.url):
        told = replace(told, sentence=told.sentence + NOT_YOURS)
    return replace(told, then=_then(delivery, attempt, now))


def _of_answer(delivery: Delivery, attempt: Attempt) -> Advice:
    for fits, tell in RULES:
        if fits(attempt):
            return tell(delivery, attempt)
    return _plain(delivery, attempt)


def _unbelieved(attempt: Attempt, aged: Aged | None) -> Advice | None:
    """Tell of an answer that may be about the signature."""
    if aged is not None:
        action = Action(RESIGN, SIGN) if aged.ready else Action(RESIGN_WITH, f"{SIGN}…")
        return Advice(f"Answered {attempt.status}. {aged.sentence}", action)
    if attempt.signed is None:
        return None
    secret = attempt.signed["secret"]
    named = secret if secret == GIVEN else f"“{secret}”"
    sentence = f"Answered {attempt.status}. It was signed anew with {named}: is that your app's?"
    return Advice(sentence, Action(RESIGN_WITH, "Sign with another…"))


SIGN = "Sign anew and send"


def _of_failure(attempt: Attempt) -> Advice:
    return Advice(attempt.detail)


def _plain(_: Delivery, attempt: Attempt) -> Advice:
    return Advice(f"Answered {attempt.status} in {duration(attempt.duration_ms)}.")


def _refused(delivery: Delivery, attempt: Attempt) -> Advice:
    return replace(_plain(delivery, attempt), action=Action(SHOW_ANSWER, "Show answer"))


def _broken(_: Delivery, attempt: Attempt) -> Advice:
    sentence = f"Answered {attempt.status} after {duration(attempt.duration_ms)}."
    return Advice(sentence, Action(SHOW_ANSWER, "Show answer"))


def _moved(delivery: Delivery, attempt: Attempt) -> Advice:
    location = attempt.headers.text("Location")
    shown = location if len(location) <= MAX_SHOWN else f"{location[:MAX_SHOWN]}…"
    sentence = f"Answered {attempt.status} to `{shown}`. We do not follow redirects."
    url = _joined(delivery.url, location)
    if url is None:
        return Advice(sentence)
    return Advice(f"{sentence} Send there?", Action(USE_URL, "Use that URL", url))


def _not_found(delivery: Delivery, attempt: Attempt) -> Advice:
    return Advice(
        f"Answered {attempt.status}: the server is there, the path is not."
        f" Sent: `{delivery.method} {_url(delivery.url).target}`."
    )


def _wrong_method(delivery: Delivery, attempt: Attempt) -> Advice:
    allowed = attempt.headers.text("Allow")
    takes = f", only {allowed}" if allowed else ""
    return Advice(f"Answered 405: the path is there, but takes no {delivery.method}{takes}.")


def _too_large(delivery: Delivery, _: Attempt) -> Advice:
    return Advice(f"Answered 413: {delivery.size:,} bytes are more than your server takes.")


def _forged(*_: object) -> Advice:
    return Advice(
        'Answered 403 "CSRF verification failed": exempt this Django view with `@csrf_exempt`;'
        " the signature protects it."
    )


def _unknown_host(delivery: Delivery, attempt: Attempt) -> Advice:
    host = delivery.headers.text("Host") or _url(delivery.url).host
    return Advice(f"Answered {attempt.status}: your app does not allow the host `{host}`.")


def _says(status: int, *clues: bytes) -> Callable[[Attempt], bool]:
    def fits(attempt: Attempt) -> bool:
        return attempt.status == status and any(clue in bytes(attempt.body) for clue in clues)

    return fits


def _within(first: int, last: int) -> Callable[[Attempt], bool]:
    def fits(attempt: Attempt) -> bool:
        return first <= (attempt.status or 0) <= last

    return fits


def _redirects(attempt: Attempt) -> bool:
    return attempt.status in (301, 302, 303, 307, 308) and "Location" in attempt.headers


RULES: tuple[tuple[Callable[[Attempt], bool], Callable[[Delivery, Attempt], Advice]], ...] = (
    (_within(200, 299), _plain),
    (_redirects, _moved),
    (_says(403, b"CSRF verification failed"), _forged),
    (_says(400, b"Invalid HTTP_HOST header", b"DisallowedHost"), _unknown_host),
    (_says(403, b"Blocked hosts", b"Invalid Host header"), _unknown_host),
    (_within(404, 404), _not_found),
    (_within(405, 405), _wrong_method),
    (_within(413, 413), _too_large),
    (_within(500, 599), _broken),
    (_within(300, 499), _refused),
)
"""The first rule that fits an answer tells of it."""


def _then(delivery: Delivery, attempt: Attempt, now: datetime) -> str:
    if attempt.error == INTERRUPTED and not delivery.finished:
        return "It is sent again."
    if due_at := delivery.next_attempt_at:
        wait = duration(max(0.0, (due_at - now).total_seconds() * 1000))
        return f"Next try in {wait} ({delivery.tries + 1} of {delivery.max_attempts})."
    if delivery.state == Delivery.State.FAILED and delivery.tries > 1:
        return f"Given up after {delivery.tries} tries."
    return ""


def duration(milliseconds: float | None) -> str:
    """Return a length of time as people say it: `148 ms`, `1.2 s`, `41 s`, `14 min`, `2 h`."""
    if milliseconds is None:
        return "an unknown time"
    for unit, size, limit, digits in UNITS:
        if milliseconds < limit:
            return f"{milliseconds / size:.{digits}f} {unit}"
    return f"{milliseconds / 3_600_000:.0f} h"


UNITS = (
    ("ms", 1, 999.5, 0),
    ("s", 1000, 9_950, 1),
    ("s", 1000, 89_500, 0),
    ("min", 60_000, 5_370_000, 0),
)


def _joined(url: str, location: str) -> str | None:
    try:
        joined = urljoin(url, location.encode("latin-1").decode("utf-8", "replace"))
        parse(joined)
    except ValueError:  # Unsendable is one too
        return None
    return joined


def _is_local(url: str) -> bool:
    return _url(url).host.startswith(LOCAL_NAMES)


def _url(url: str) -> Url:
    return parse(url)
