"""The Python that is offered verifies what the provider signs, and nothing that was changed."""

from __future__ import annotations

import pytest

from requestbin.providers import PROVIDERS, provider_of
from requestbin.providers.recipes import recipe
from tests.providers.doctor.cases import NOW, Case, cases
from tests.providers.recipes import asking
from tests.providers.recipes.asking import another, expected, judged, verifying

COVERED = [
    case
    for case in (*cases(), *asking.of_keys(), *asking.of_forms())
    if asking.covered(case, "python")
]


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_verifies_what_is_signed(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    assert judged(check, (case.request, case.text, NOW))


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_refuses_another_secret(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    assert not judged(check, (case.request, another(case), NOW))


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_judges_what_was_changed_or_is_late_as_we_do(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    for call in asking.calls(case):
        assert judged(check, call) == expected(case, call)


@pytest.mark.parametrize(
    ("slug", "call", "valid"),
    [pytest.param(slug, call, valid, id=name) for name, slug, call, valid in asking.of_vectors()],
)
def test_it_judges_as_the_providers_library_does(slug: str, call: asking.Call, valid: bool) -> None:
    provider = provider_of(slug)
    assert provider
    assert judged(verifying(recipe(provider, "python")), call) == valid


def test_most_rows_are_covered() -> None:
    signing = [row for row in PROVIDERS if row.schemes]
    without = {row.slug for row in signing if not recipe(row, "python")}
    assert len(without) <= len(signing) // 5, without


def test_an_unknown_language_has_none() -> None:
    assert recipe(PROVIDERS[0], "cobol") == ""
