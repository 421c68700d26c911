"""A handshake that was answered is not called unsigned, whichever of the two comes first."""

from __future__ import annotations

import pytest

from requestbin.bins import actions, changes, verdicts
from requestbin.transactions import writing
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


def judge(bin_id: str, *words: str) -> None:
    with writing():
        changes.touch(bin_id, range(1, len(words) + 1))
        verdicts.keep(bin_id, [(seq, "slack", word) for seq, word in enumerate(words, 1)])


@pytest.mark.parametrize("answered_first", [True, False])
def test_an_answered_handshake_needs_no_signature(answered_first: bool) -> None:
    bin = make_bin()
    rows = store(bin, captured(), captured(), captured())
    if answered_first:
        actions.answered(bin.pk, 1, "Answered.")
        actions.answered(bin.pk, 2, "Answered.")
    judge(bin.pk, "unsigned", "valid", "unsigned")
    if not answered_first:
        actions.answered(bin.pk, 1, "Answered.")
        actions.answered(bin.pk, 2, "Answered.")
    for row in rows:
        row.refresh_from_db()
    assert [row.verdict for row in rows] == ["", "valid", "unsigned"]
    assert {row.provider for row in rows} == {"slack"}
