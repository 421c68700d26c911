"""What is learnt after the commit, also after a crash in between."""

from threading import Event

import pytest

from requestbin.bins import queries
from requestbin.bins.models import CapturedRequest, EnrichCursor, SearchText
from requestbin.ingest.enrich import BATCH_ROWS, Enricher, enrich, unfinished
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


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


@pytest.mark.django_db(transaction=True)
def test_the_thread_takes_up_what_was_left_and_what_comes() -> None:
    bin = make_bin()
    store(bin, captured())
    looked = Event()

    def busy() -> bool:
        looked.set()  # asked after each batch
        return False

    enricher = Enricher(busy)
    assert looked.wait(10)
    looked.clear()
    store(bin, captured())
    enricher.wake([bin.pk])
    assert looked.wait(10)
    enricher.close()
    assert SearchText.objects.filter(bin=bin).count() == 2
