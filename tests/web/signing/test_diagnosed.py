"""Why a signature is wrong, found out once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from requestbin.bins import keyring
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.ingest.enrich import enrich
from requestbin.providers.doctor import Diagnosis
from requestbin.web.signing import diagnosed
from requestbin.web.signing.diagnosed import diagnosis_of
from requestbin.web.signing.judged import judged_of
from tests.builders import store
from tests.signing import from_provider


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_are_told_the_same(bin: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.add(bin, "stripe", "live", "whsec_wrong")
    (row,) = store(bin, from_provider(bin, "stripe", "whsec_other"))
    while enrich(bin.pk):
        pass
    row = CapturedRequest.objects.get(pk=row.pk)
    judged = judged_of(bin, row)
    assert judged is not None
    made, begun, go_on = [], threading.Event(), threading.Event()
    whole = diagnosed.diagnose

    def diagnose(*given: object, **named: object) -> Diagnosis:
        begun.set()
        assert go_on.wait(10)
        made.append(whole(*given, **named))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(diagnosed, "diagnose", diagnose)
    with ThreadPoolExecutor(2) as both:
        first = both.submit(diagnosis_of, row, judged)
        assert begun.wait(10)
        second = both.submit(diagnosis_of, row, judged)
        go_on.set()
        assert first.result(10) == second.result(10) is not None
    assert len(made) == 1
