"""A provider of one's own as a form: its errors beside their fields, and back from a row."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from requestbin.providers.own import provider_from
from requestbin.web.signing.describing import OwnForm, as_place, row_of, slug_of

GOOD = {
    "name": "Acme",
    "signature": "X-Acme-Signature",
    "algorithm": "sha256",
    "encoding": "hex",
    "key": "utf8",
    "signed": "{timestamp}.{body}",
    "before": "v1=",
    "separator": ",",
    "timestamp": "item:t=",
    "unit": "s",
    "tolerance": "300",
    "event": "json:type",
}


def form(**changes: str) -> OwnForm:
    posted = QueryDict(mutable=True)
    posted.update({**GOOD, **changes})
    return OwnForm(posted)


def test_what_was_typed_becomes_a_row() -> None:
    made = form()
    assert made.is_valid(), made.errors
    assert made.definition() == {
        "slug": "acme",
        "name": "Acme",
        "signature": "header:X-Acme-Signature",
        "signed": "{timestamp}.{body}",
        "algorithm": "sha256",
        "encoding": "hex",
        "prefix": "v1=",
        "separator": ",",
        "timestamp": "item:t=",
        "tolerance": 300,
        "event": ["json:type"],
        "trim": True,
    }


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Say what it is called."),
        ("signature", "", "Say where the signature stands."),
        ("signature", "query:", "needs a name"),
        ("signed", "", "usually it is {body}"),
        ("signed", "{nonsense}", "is no part of a request"),
        ("signed", "body", "Name a part of the request"),
        ("timestamp", "", "The time is signed, so say where it stands."),
        ("separator", "", "An item needs what separates"),
        ("tolerance", "soon", "a whole number of seconds"),
        ("tolerance", "0", "at least 1 second"),
        ("detect", "json:", "needs a name"),
        ("name", "x" * 61, "60"),
    ],
)
def test_what_is_wrong_is_said_by_its_field(field: str, value: str, sentence: str) -> None:
    made = form(**{field: value})
    assert not made.is_valid()
    assert sentence in str(made.errors.get(field)), made.errors
    assert made.fields[field].widget.attrs["aria-describedby"] == f"id_{field}_error"


def test_a_row_is_shown_as_it_was_typed() -> None:
    row = form().definition()
    again = OwnForm(None, row)
    assert again["signature"].value() == "X-Acme-Signature"
    assert again["before"].value() == "v1="
    assert again["event"].value() == "json:type"


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Acmé Pay!", "acme_pay"), ("支付", "own"), ("3 Things", "own_3_things"), ("X", "own_x")],
)
def test_a_name_gives_a_slug(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_places_are_headers_unless_they_say_otherwise() -> None:
    assert as_place(" X-Sig ") == "header:X-Sig"
    assert as_place("query:sig") == "query:sig"
    assert as_place("!header:X") == "!header:X"
    assert as_place("") == ""


def test_a_found_provider_is_written_as_a_row() -> None:
    row: dict[str, Any] = {**form(signed="{secret}{body}", timestamp="").definition()}
    provider = provider_from(row)
    again = row_of(provider, "Acme")
    assert provider_from(again).schemes == provider.schemes
    assert again["keyed"] is False
