"""The Python that is offered verifies what the provider signs, and nothing that was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from requestbin.providers import PROVIDERS, provider_of
from requestbin.providers.recipes import recipe
from tests.providers.doctor.cases import NOW, Case
from tests.providers.recipes import asking
from tests.providers.recipes.asking import expected, given, judged, others, verifying

COVERED = asking.everything("python")


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_verifies_what_is_signed(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    assert judged(check, (case.request, given(case), NOW))


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_refuses_another_secret(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    assert not any(judged(check, (case.request, other, NOW)) for other in others(case))


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case.name)
def test_it_judges_what_was_changed_or_is_late_as_we_do(case: Case) -> None:
    check = verifying(recipe(case.provider, "python"))
    for call in asking.calls(case):
        assert judged(check, call) == expected(case, call)


@pytest.mark.parametrize(
    ("slug", "call", "valid"),
    [
        pytest.param(slug, call, valid, id=name)
        for name, slug, call, valid in (*asking.of_vectors(), *asking.of_oddities())
    ],
)
def test_it_judges_as_the_provider_would(slug: str, call: asking.Call, valid: bool) -> None:
    provider = provider_of(slug)
    assert provider
    assert judged(verifying(recipe(provider, "python")), call) == valid


def test_what_must_be_signed_of_a_message_can_be_told() -> None:
    provider = provider_of("rfc9421")
    assert provider
    code = recipe(provider, "python")
    assert not judged(verifying(code), asking.rfc_example())
    other = code.replace('("content-digest",)', '("date", "@authority")')
    assert judged(verifying(other), asking.rfc_example())


def test_every_row_that_signs_is_covered() -> None:
    signing = [row for row in PROVIDERS if row.schemes]
    without = {row.slug for row in signing if not recipe(row, "python")}
    assert without == set()


def test_a_provider_of_ones_own_that_has_a_known_slug_is_not_that_one() -> None:
    known, other = provider_of("paypal"), provider_of("github")
    assert known
    assert other
    own = replace(known, schemes=other.schemes)
    assert "X-Hub-Signature-256".lower() in recipe(own, "python")


def test_an_unknown_language_has_none() -> None:
    assert recipe(PROVIDERS[0], "cobol") == ""
