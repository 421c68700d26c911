"""The Python that is offered verifies what the provider signs, and nothing that was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from requestbin.providers import PROVIDERS, verify
from requestbin.providers.recipes import recipe
from tests.providers.doctor.cases import NOW, URL, Case, cases
from tests.providers.recipes.asking import another, covered, headers_of, of_keys, verifying

COVERED = [case for case in (*cases(), *of_keys()) if covered(case, "python")]


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_verifies_what_is_signed(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    assert check(
        headers_of(case.request), case.request.body, case.text, case.request.url, "POST", NOW
    )


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_refuses_another_secret(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    other = another(case)
    assert not check(
        headers_of(case.request), case.request.body, other, case.request.url, "POST", NOW
    )


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_judges_a_changed_request_as_we_do(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    row = replace(case.provider, schemes=(case.scheme,))
    changed = [
        replace(case.request, body=case.request.body.replace(b"o", b"0")),
        replace(case.request, url=URL.replace("order=7", "order=8")),
    ]
    for request in changed:
        verdict = verify(request, row, case.text, now=NOW)
        got = check(headers_of(request), request.body, case.text, request.url, "POST", NOW)
        assert bool(got) == verdict.valid


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_refuses_what_is_too_old(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    later = NOW + 100_000
    row = replace(case.provider, schemes=(case.scheme,))
    verdict = verify(case.request, row, case.text, now=later)
    got = check(
        headers_of(case.request), case.request.body, case.text, case.request.url, "POST", later
    )
    assert bool(got) == verdict.valid


def test_most_rows_are_covered() -> None:
    signing = [row for row in PROVIDERS if row.schemes]
    without = {row.slug for row in signing if not recipe(row, "python")}
    assert len(without) <= len(signing) // 5, without


def test_an_unknown_language_has_none() -> None:
    assert recipe(PROVIDERS[0], "cobol") == ""
