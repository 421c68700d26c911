"""What is learnt after the commit, also after a crash in between."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest, EnrichCursor, SearchText
from requestbin.ingest import enrich as enriching
from requestbin.ingest.enrich import BATCH_ROWS, Enricher, enrich, unfinished
from tests.builders import captured, make_bin, store
from tests.serving import until

pytestmark = pytest.mark.django_db


class Trouble:
    """Stands in for the database's: each bin in `failing` fails so many times."""

    def __init__(self) -> None:
        self.failing, self.tried = Counter[str](), Counter[str]()

    def check(self, name: str) -> None:
        self.tried[name] += 1
        if self.failing[name] >= self.tried[name]:
            raise OperationalError("the database is away")


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> Trouble:
    made = Trouble()

    def failing_enrich(bin_id: str) -> bool:
        made.check(bin_id)
        return enrich(bin_id)

    def failing_unfinished() -> list[str]:
        made.check("start")
        return unfinished()

    monkeypatch.setattr(enriching, "enrich", failing_enrich)
    monkeypatch.setattr(enriching, "unfinished", failing_unfinished)
    return made


@pytest.fixture
def enrichers(transactional_db: None) -> Iterator[list[Enricher]]:
    """Give a list; what is in it is closed when the test ends."""
    running: list[Enricher] = []
    yield running
    for each in running:
        each.close()


def searchable(bin: Bin) -> int:
    return SearchText.objects.filter(bin=bin).count()


def test_learns_event_types_and_pokes_only_what_changed() -> None:
    bin = make_bin()
    store(bin, captured(body='{"type":"invoice.paid"}'), captured(body='["no event"]'))
    cursor = queries.changes_since(bin, 0).cursor
    assert not enrich(bin.pk)
    changed = queries.changes_since(bin, cursor).items
    assert [(row.seq, row.event_type) for row in changed] == [(1, "invoice.paid")]


def test_resumes_where_it_stopped() -> None:
    bin = make_bin()
    store(bin, *[captured()] * (BATCH_ROWS + 1))
    assert bin.pk in unfinished()
    assert enrich(bin.pk)
    assert EnrichCursor.objects.get(pk=bin.pk).seq == BATCH_ROWS
    assert not enrich(bin.pk)
    assert SearchText.objects.filter(bin=bin).count() == BATCH_ROWS + 1
    assert bin.pk not in unfinished()


def test_passes_over_what_was_deleted_before_its_turn() -> None:
    bin = make_bin()
    store(bin, captured())
    CapturedRequest.objects.filter(bin=bin).delete()
    enrich(bin.pk)
    assert bin.pk not in unfinished()
    assert queries.unsearched(bin) == 0


def test_a_large_body_is_searched_as_far_as_it_goes() -> None:
    bin = make_bin()
    store(bin, captured(body=b"begin" + b"x" * 70_000 + b"end"))
    enrich(bin.pk)
    assert SearchText.objects.get(bin=bin).cut


def test_the_thread_takes_up_what_was_left_and_what_comes(enrichers: list[Enricher]) -> None:
    bin = make_bin()
    store(bin, captured())
    enrichers.append(Enricher())
    until(lambda: searchable(bin) == 1)
    store(bin, captured())
    enrichers[0].wake([bin.pk])
    until(lambda: searchable(bin) == 2)


def test_what_failed_is_taken_up_again_unasked(
    enrichers: list[Enricher], trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enriching, "RETRY_SECONDS", 0.01)
    bin = make_bin()
    store(bin, captured())
    trouble.failing.update({bin.pk: 2, "start": 2})
    enrichers.append(Enricher())
    until(lambda: searchable(bin) == 1)
    assert trouble.tried == {bin.pk: 3, "start": 3}


def test_a_bin_that_fails_pauses_and_holds_up_no_other(
    enrichers: list[Enricher], trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enriching, "RETRY_SECONDS", 600.0)
    poisoned, sound = make_bin(), make_bin()
    trouble.failing.update({poisoned.pk: 1_000_000, "start": 1_000_000})
    enrichers.append(Enricher())
    for count in (1, 2, 3):
        store(poisoned, captured())
        store(sound, captured())
        enrichers[0].wake([poisoned.pk, sound.pk])
        until(lambda: searchable(sound) == count)  # noqa: B023
    assert (trouble.tried[poisoned.pk], trouble.tried["start"]) == (1, 1)
    assert searchable(poisoned) == 0
