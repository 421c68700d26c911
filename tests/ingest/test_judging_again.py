"""Stored requests are judged again when a secret or a provider comes or goes."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection

from requestbin.bins import actions, keyring, queries, rejudging
from requestbin.bins.models import Bin, CapturedRequest, Rejudging
from requestbin.ingest import judging, judging_again
from requestbin.ingest.enrich import Enricher, enrich, unfinished
from requestbin.ingest.judging_again import judge_again
from requestbin.transactions import writing
from tests.builders import captured, make_bin, store
from tests.serving import until
from tests.signing import from_provider

pytestmark = pytest.mark.django_db(transaction=True)

STRIPE = "whsec_stripe"
ACME = {
    "slug": "acme",
    "signature": "header:X-Acme-Signature",
    "detect": ["header:X-Acme"],
    "event": ["json:what"],
    "event_id": ["json:number"],
}


@pytest.fixture
def bin() -> Bin:
    return make_bin()


def enriched(bin: Bin) -> None:
    while enrich(bin.pk):
        pass


def judged_again(bin: Bin) -> int:
    """Run to the end; return how many batches that took."""
    batches = 0
    while judge_again(bin.pk):
        batches += 1
    return batches


def words(bin: Bin) -> list[str]:
    rows = CapturedRequest.objects.filter(bin=bin).order_by("seq")
    return list(rows.values_list("verdict", flat=True))


def test_a_secret_judges_what_came_before_it(bin: Bin) -> None:
    altered = from_provider(bin, "stripe", STRIPE, how="altered")
    store(bin, from_provider(bin, "stripe", STRIPE), altered, from_provider(bin, "github", "x"))
    enriched(bin)
    cursor = queries.changes_since(bin, 0).cursor
    kept = keyring.add(bin, "stripe", "live", STRIPE)
    assert judging.progress(bin.pk, "stripe") == (0, 2, 0, 0)
    judged_again(bin)
    assert words(bin) == ["valid", "signature_mismatch", "unchecked"]
    assert judging.progress(bin.pk, "stripe") == (2, 2, 1, 1)
    assert [row.seq for row in queries.changes_since(bin, cursor).items] == [1, 2]
    keyring.remove(bin.pk, kept.pk)
    judged_again(bin)
    assert words(bin) == ["unchecked"] * 3
    assert not Rejudging.objects.exists()


def test_a_verdict_is_that_of_the_arrival_however_late_it_is_made(bin: Bin) -> None:
    store(bin, from_provider(bin, "stripe", STRIPE, how="stale"))
    enriched(bin)
    keyring.add(bin, "stripe", "", STRIPE)
    judged_again(bin)
    assert words(bin) == ["late"]


def test_the_newest_come_first_and_a_crash_costs_one_batch(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_again, "BATCH_ROWS", 2)
    store(bin, *[from_provider(bin, "stripe", STRIPE, seed=seed) for seed in range(5)])
    enriched(bin)
    keyring.add(bin, "stripe", "", STRIPE)
    assert judge_again(bin.pk)
    assert words(bin) == ["unchecked"] * 3 + ["valid"] * 2
    assert judging.progress(bin.pk, "stripe") == (2, 5, 2, 0)

    def crash(*_: Any) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as crashing:
        crashing.setattr(judging_again.verdicts, "keep", crash)
        with pytest.raises(OperationalError):
            judge_again(bin.pk)
    assert judging.progress(bin.pk, "stripe") == (2, 5, 2, 0)
    assert unfinished() == [bin.pk]
    judged_again(bin)
    assert words(bin) == ["valid"] * 5
    assert unfinished() == []


def test_a_secret_that_comes_meanwhile_begins_anew(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(bin, from_provider(bin, "stripe", STRIPE))
    enriched(bin)
    keyring.add(bin, "stripe", "test", "whsec_other")
    whole = judging_again._judged

    def meanwhile(*given: Any) -> Any:
        found = whole(*given)
        monkeypatch.setattr(judging_again, "_judged", whole)
        keyring.add(bin, "stripe", "live", STRIPE)
        return found

    monkeypatch.setattr(judging_again, "_judged", meanwhile)
    judged_again(bin)
    assert words(bin) == ["valid"]


def test_what_is_judged_for_the_first_time_comes_before(bin: Bin) -> None:
    store(bin, from_provider(bin, "stripe", STRIPE))
    keyring.add(bin, "stripe", "", "whsec_other")
    assert not judge_again(bin.pk)
    keyring.add(bin, "stripe", "", STRIPE)
    enriched(bin)
    judged_again(bin)
    assert words(bin) == ["valid"]


def test_a_provider_of_ones_own_is_recognised_in_what_came_before(bin: Bin) -> None:
    headers = (("Content-Type", "application/json"), ("X-Acme", "1"))
    bodies = [f'{{"what":"made","number":{number}}}' for number in (17, 18, 17)]
    store(bin, *(captured(headers=headers, body=body) for body in bodies))
    enriched(bin)
    keyring.define(bin, ACME)
    judged_again(bin)
    rows = CapturedRequest.objects.filter(bin=bin).order_by("seq")
    kept = list(rows.values_list("provider", "event_type", "event_id", "attempt"))
    assert kept == [("acme", "made", "17", 1), ("acme", "made", "18", 1), ("acme", "made", "17", 2)]
    assert words(bin) == ["unsigned"] * 3
    assert keyring.forget(bin.pk, "acme")
    judged_again(bin)
    kept = list(rows.values_list("provider", "event_type", "event_id", "attempt"))
    assert kept == [("", "", None, 1)] * 3


def test_tries_are_counted_however_the_batches_fall(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_again, "BATCH_ROWS", 2)
    headers = (("Content-Type", "application/json"), ("X-Acme", "1"))
    store(bin, *[captured(headers=headers, body='{"what":"made","number":17}')] * 5)
    enriched(bin)
    keyring.define(bin, ACME)
    assert judging.progress(bin.pk, "acme")[:2] == (0, 5)  # any of them may turn out to be its
    assert judge_again(bin.pk)
    assert judging.progress(bin.pk, "acme")[:2] == (2, 5)
    judged_again(bin)
    rows = CapturedRequest.objects.filter(bin=bin).order_by("seq")
    assert list(rows.values_list("attempt", flat=True)) == [1, 2, 3, 4, 5]


def test_the_setting_of_a_bin_is_for_what_came_before_too(bin: Bin) -> None:
    store(bin, captured(body="{}"))
    enriched(bin)
    actions.update(bin, provider="github")
    judged_again(bin)
    assert words(bin) == ["unsigned"]
    actions.update(bin, name="another name")
    assert not Rejudging.objects.exists()


def test_what_was_stored_before_this_version_is_judged(bin: Bin) -> None:
    store(bin, from_provider(bin, "stripe", STRIPE))
    make_bin()
    enriched(bin)
    CapturedRequest.objects.update(provider="", verdict="", event_id=None)
    with connection.schema_editor() as editor:
        import_module("requestbin.bins.migrations.0008_verdicts").judge_all(apps, editor)
    assert unfinished() == [bin.pk]
    judged_again(bin)
    row = CapturedRequest.objects.get(bin=bin)
    assert (row.provider, row.verdict) == ("stripe", "unchecked")
    assert row.event_id


def test_two_processes_judge_each_request_once(bin: Bin) -> None:
    store(bin, *[from_provider(bin, "stripe", STRIPE, seed=seed) for seed in range(120)])
    enriched(bin)
    keyring.add(bin, "stripe", "", STRIPE)
    cursor = queries.changes_since(bin, 0).cursor
    threads = [threading.Thread(target=_judge_and_leave, args=(bin,)) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert words(bin) == ["valid"] * 120
    bin.counter.refresh_from_db()
    assert bin.counter.change - cursor <= 2


def test_the_thread_judges_again_unasked(bin: Bin) -> None:
    store(bin, from_provider(bin, "stripe", STRIPE))
    enricher = Enricher()
    try:
        until(lambda: words(bin) == ["unchecked"])
        keyring.add(bin, "stripe", "", STRIPE)
        until(lambda: words(bin) == ["valid"])
    finally:
        enricher.close()


def test_a_bin_that_goes_meanwhile_is_let_go(bin: Bin) -> None:
    store(bin, from_provider(bin, "stripe", STRIPE))
    enriched(bin)
    keyring.add(bin, "stripe", "", STRIPE)
    actions.delete_requests(bin, [1])
    judged_again(bin)
    assert not Rejudging.objects.exists()
    with writing():
        rejudging.ask(bin.pk)
    Bin.objects.filter(pk=bin.pk).delete()
    assert not judge_again(bin.pk)


@pytest.mark.parametrize("look", ["SELECT", "COUNT"])
def test_the_requests_of_a_provider_are_found_by_their_index(bin: Bin, look: str) -> None:
    store(bin, from_provider(bin, "stripe", STRIPE))
    enriched(bin)
    rows = CapturedRequest.objects.filter(rejudging.of_provider(bin.pk, "stripe"))
    asked = rows.order_by("-seq").values_list("seq") if look == "SELECT" else rows
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")
    assert "request_by_provider" in asked.explain()


def _judge_and_leave(bin: Bin) -> None:
    try:
        judged_again(bin)
    finally:
        connection.close()
