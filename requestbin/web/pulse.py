"""When requests arrived, as a row of bars, and what they have in common, as terms to press."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from requestbin.bins.queries import Glance
from requestbin.inspection.query.quoting import quoted
from requestbin.providers import provider_of
from requestbin.providers.verdicts import BAD, WARN, standing
from requestbin.web import words
from requestbin.web.search import Search, address_of

BARS = 36
BAR_STEP, BAR_WIDTH, HEIGHT = 7, 5, 22
WORTH_DRAWING = 50
MAX_CHIPS = 6

WINDOWS = tuple(
    timedelta(minutes=minutes) for minutes in (10, 60, 6 * 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60)
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the drawing, in its units; a span without arrivals has none."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """The drawing of arrivals within a span that ends now."""

    bars: list[Bar]
    span: str
    count: int
    width: int = BARS * BAR_STEP - (BAR_STEP - BAR_WIDTH)


@dataclass(frozen=True, slots=True)
class Chip:
    """A term to put into the search, or to take out of it where it is `on`."""

    label: str
    query: str
    on: bool = False


def pulse_of(arrivals: Sequence[datetime], now: datetime, *, all_of_them: bool) -> Pulse | None:
    """Draw the newest arrivals, newest first, unless there are too few to be worth it.

    Without `all_of_them` the window ends where the sample does, so that no bar is too short.
    """
    if len(arrivals) < WORTH_DRAWING:
        return None
    window = next((w for w in WINDOWS if arrivals[WORTH_DRAWING - 1] > now - w), WINDOWS[-1])
    if not all_of_them:
        window = min(window, now - arrivals[-1])
    seconds = max(window.total_seconds(), 1.0)
    counts = Counter(
        int((seconds - age) * BARS / seconds)
        for age in ((now - moment).total_seconds() for moment in arrivals)
        if 0 <= age < seconds
    )
    if not counts:
        return None
    tallest = max(counts.values())
    bars = [_bar(index, count, tallest) for index, count in sorted(counts.items())]
    return Pulse(bars, words.rough_span(seconds).removeprefix("1 "), sum(counts.values()))


def chips_of(sample: Sequence[Glance], search: Search) -> list[Chip]:
    """Return terms by what tells the newest requests apart, and those that are searched by."""
    found: list[Chip] = []
    asked = [term for term in search.query.terms if not term.negated]
    for key, star, least, value_of, label_of in _ASPECTS:
        chosen = [term for term in asked if term.key == key]
        for term in chosen:
            label = label_of(term.value.shown.removesuffix("*"))
            found.append(Chip(label, address_of(search.minus(term)), True))
        values = [value for value, _ in Counter(map(value_of, sample)).most_common() if value]
        for value in values[:3] if len(values) >= least and not chosen else ():
            term_text = f"{key}:{quoted(value, star)}"
            found.append(Chip(label_of(value), address_of(search.plus(term_text))))
    starred = next((term for term in asked if (term.key, term.value) == ("is", "starred")), None)
    if starred:
        found.append(Chip("Starred", address_of(search.minus(starred)), True))
    elif any(request.starred for request in sample):
        found.append(Chip("Starred", address_of(search.plus("is:starred"))))
    return sorted(found, key=lambda chip: not chip.on)[:MAX_CHIPS]


def _bar(index: int, count: int, tallest: int) -> Bar:
    height = max(1, round(HEIGHT * count / tallest))
    return Bar(index * BAR_STEP, HEIGHT - height, height)


def _first_folder(request: Glance) -> str:
    folder = request.path.removeprefix("/").partition("/")[0]
    return f"/{folder}" if folder else ""


def _provider(slug: str) -> str:
    found = provider_of(slug)
    return found.name if found else slug.title()


def _verdict(request: Glance) -> str:
    """Return the verdict to search for where a request is not as it should be."""
    return {BAD: "bad", WARN: request.verdict}.get(standing(request.verdict).tone, "")


def _standing(word: str) -> str:
    return "Genuine" if word == "genuine" else standing(word).label


_ASPECTS: tuple[tuple[str, str, int, Callable[[Glance], str], Callable[[str], str]], ...] = (
    ("provider", "", 2, lambda request: request.provider, _provider),
    ("verdict", "", 1, _verdict, _standing),
    ("path", "*", 2, _first_folder, str),
    ("method", "", 2, lambda request: request.method, str.upper),
)
"""A key, what its term has behind the value, how many values are worth telling apart, the value in
a request, and its label."""
