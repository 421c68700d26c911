"""A hundred and more webhooks as their providers send them, each with what a reader expects of it."""

from __future__ import annotations

from tests.corpus import (
    accounts,
    banking,
    builds,
    business,
    chat,
    clouds,
    code,
    documents,
    files,
    mails,
    odd,
    payments,
    phones,
    watching,
)
from tests.corpus.example import ARRIVED, Example

__all__ = ["ARRIVED", "EXAMPLES", "Example"]

FAMILIES = (
    payments,
    banking,
    code,
    builds,
    chat,
    phones,
    mails,
    business,
    accounts,
    clouds,
    watching,
    documents,
    files,
    odd,
)
EXAMPLES: list[Example] = [each for family in FAMILIES for each in family.EXAMPLES]
