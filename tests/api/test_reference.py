"""The page's words for JSON schemas, and that nothing in a schema becomes markup."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from requestbin.api import edge, reference
from requestbin.api.reference import Type, type_of


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 500}, Type("whole number, 1 to 500")),
        ({"type": "integer", "minimum": 0, "maximum": 2**63 - 1}, Type("whole number, 0 or more")),
        ({"type": "integer"}, Type("whole number")),
        ({"type": "string", "maxLength": 1000}, Type("text, up to 1,000 characters")),
        ({"type": "string", "format": "date-time"}, Type("time")),
        ({"type": "string", "contentEncoding": "base64"}, Type("base64")),
        ({"$ref": "#/components/schemas/Bin"}, Type("", "Bin")),
        ({"type": "array", "items": {"$ref": "#/x/Bin"}}, Type("list of ", "Bin")),
        (
            {"anyOf": [{"type": "boolean"}, {"type": "null"}]},
            Type("true or false", more=" or null"),
        ),
        (
            {"type": "array", "items": {"type": "array", "minItems": 2, "maxItems": 2}},
            Type("list of [name, value]"),
        ),
    ],
)
def test_types_in_words(schema: dict[str, Any], words: Type) -> None:
    assert type_of(schema) == words


def test_text_is_never_markup() -> None:
    [paragraph] = reference.paragraphs("<b> & `<i>`")
    assert paragraph == "&lt;b&gt; &amp; <code>&lt;i&gt;</code>"


def test_the_page_shows_every_operation_without_scripts() -> None:
    page = Client().get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    for methods in edge.schema()["paths"].values():
        for operation in methods.values():
            assert f'<section id="{operation["operationId"]}">' in text
    assert "<script" not in text


def test_every_shape_and_field_is_explained() -> None:
    for shape in reference.shapes(edge.schema()):
        assert shape.notes
        assert shape.fields


def test_the_document_is_for_everybody() -> None:
    answer = Client().get("/api/openapi.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json()["openapi"].startswith("3.1")
    assert Client().get("/api/").json()["schema"] == "/api/openapi.json"
