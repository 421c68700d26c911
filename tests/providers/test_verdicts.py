"""Each word of a verdict is shown as what it is; search and table mean the same by it."""

from __future__ import annotations

import pytest

from requestbin.inspection.query import verdicts as asked
from requestbin.providers import Reason, Verdict, verdicts
from requestbin.providers.verdicts import standing, word_of

WORDS = ("", "valid", "late", "incomplete", "unsigned", "unchecked", *Reason)


@pytest.mark.parametrize(
    ("word", "label", "tone", "genuine"),
    [
        ("", "", "neutral", None),
        ("valid", "Genuine", "good", True),
        ("late", "Genuine, but late", "warn", True),
        ("timestamp_in_future", "Genuine, but early", "warn", True),
        ("incomplete", "Genuine, but incomplete", "warn", True),
        ("signature_mismatch", "Not genuine", "bad", False),
        ("unsigned", "Not signed", "warn", None),
        ("unchecked", "Not checked yet", "neutral", None),
    ],
)
def test_a_word_as_people_see_it(word: str, label: str, tone: str, genuine: bool | None) -> None:
    found = standing(word)
    assert (found.label, found.tone, found.genuine) == (label, tone, genuine)


@pytest.mark.parametrize("word", WORDS)
def test_a_search_means_the_same(word: str) -> None:
    assert asked.SEVERAL["genuine"].found_in(word) == (standing(word).genuine is True)
    assert asked.SEVERAL["bad"].found_in(word) == (standing(word).genuine is False)
    assert asked.GENUINE == verdicts.GENUINE
    assert asked.NOT_BAD == verdicts.NOT_BAD


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        (Verdict(True, authentic=True), "valid"),
        (Verdict(False, Reason.TIMESTAMP_TOO_OLD, authentic=True), "late"),
        (Verdict(False, Reason.TOKEN_EXPIRED, authentic=True), "late"),
        (Verdict(False, Reason.TIMESTAMP_IN_FUTURE, authentic=True), "timestamp_in_future"),
        (Verdict(False, Reason.HEADER_MISSING, authentic=True), "incomplete"),
        (Verdict(False, Reason.HEADER_MISSING), "header_missing"),
        (Verdict(False, Reason.SECRET_MISSING), "unchecked"),
        (Verdict(False, Reason.SECRET_MALFORMED), "unchecked"),
        (Verdict(False, Reason.NOT_SIGNED_BY_PROVIDER), ""),
        (Verdict(False, Reason.BODY_HASH_MISMATCH), "body_hash_mismatch"),
    ],
)
def test_a_verdict_is_kept_as_a_word(verdict: Verdict, word: str) -> None:
    assert word_of(verdict) == word


def test_every_word_fits_its_column() -> None:
    assert max(map(len, WORDS)) <= 40
