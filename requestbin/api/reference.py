"""The API's reference as a page: the schema in words, since no ready page keeps our policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from requestbin.api.fields import MAX_EXACT

Schema = dict[str, Any]

_CODE = re.compile(r"`([^`]+)`")


class Type(NamedTuple):
    """What a value is, in words; `shape` is the shape that they speak of, if any."""

    words: str
    shape: str = ""
    more: str = ""


class Field(NamedTuple):
    """A field of a shape, or a parameter of an operation."""

    name: str
    type: Type
    optional: bool
    notes: SafeString


class Shape(NamedTuple):
    """An object that is sent or answered."""

    name: str
    notes: list[SafeString]
    fields: list[Field]


class Answer(NamedTuple):
    """One way in which an operation answers."""

    status: str
    words: str
    type: Type | None


class Operation(NamedTuple):
    """One method of one path."""

    name: str
    method: str
    path: str
    notes: list[SafeString]
    parameters: list[Field]
    body: Type | None
    answers: list[Answer]


class Group(NamedTuple):
    """The operations on one kind of thing."""

    name: str
    operations: list[Operation]


def groups(document: Schema) -> list[Group]:
    """Return the operations of an OpenAPI document, by tag, in its order."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = operation["tags"][0]
            found.setdefault(tag, []).append(_operation(method.upper(), path, operation))
    return [Group(name, operations) for name, operations in found.items()]


def shapes(document: Schema) -> list[Shape]:
    """Return the objects of an OpenAPI document, by name."""
    return [
        Shape(name, paragraphs(schema["description"]), list(_fields(schema)))
        for name, schema in sorted(document["components"]["schemas"].items())
    ]


def paragraphs(text: str) -> list[SafeString]:
    """Return the paragraphs of `text` as HTML, with what stands in backticks as code."""
    return [_prose(part) for part in text.split("\n\n")]


def type_of(schema: Schema) -> Type:
    """Return in words what a JSON schema of ours lets through."""
    if "$ref" in schema:
        return Type("", schema["$ref"].rpartition("/")[2])
    if "allOf" in schema:
        return type_of(schema["allOf"][0])
    if "anyOf" in schema and "type" not in schema:
        first, other, *_ = schema["anyOf"]
        null = other.get("type") == "null"
        return type_of(first)._replace(more=f" or {'null' if null else type_of(other).words}")
    if schema["type"] == "array":
        return _list(schema)
    return Type(_words(schema))


def _operation(method: str, path: str, operation: Schema) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    return Operation(
        name=operation["operationId"],
        method=method,
        path=path,
        notes=paragraphs(operation["description"]),
        parameters=[
            Field(
                given["name"],
                type_of(given["schema"])._replace(more=""),
                not given["required"],
                _notes(given),
            )
            for given in operation["parameters"]
            if given["in"] == "query"
        ],
        body=next((type_of(media["schema"]) for media in content.values()), None),
        answers=list(_answers(operation["responses"])),
    )


def _answers(responses: dict[int, Schema]) -> Iterator[Answer]:
    for status, response in responses.items():
        if int(status) < 400:
            content = response.get("content", {}).values()
            type = next((type_of(media["schema"]) for media in content), None)
            yield Answer(str(status), response["description"], type)


def _fields(schema: Schema) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, field in schema["properties"].items():
        yield Field(name, type_of(field), name not in required, _notes(field))


def _notes(given: Schema) -> SafeString:
    return _prose(given.get("description", ""))


def _prose(text: str) -> SafeString:
    return mark_safe(_CODE.sub(r"<code>\1</code>", escape(text)))  # noqa: S308 (escaped above)


def _list(schema: Schema) -> Type:
    if schema.get("minItems") == schema.get("maxItems") == 2:
        return Type("[name, value]")
    inner = type_of(schema["items"])
    return Type(f"list of {inner.words}", inner.shape)


def _words(schema: Schema) -> str:
    if schema.get("format") == "date-time":
        return "time"
    if schema.get("contentEncoding") == "base64":
        return "base64"
    words = {
        "object": "object of texts", "string": "text", "integer": "whole number",
        "number": "number", "boolean": "true or false",
    }[schema["type"]]  # fmt: skip
    if "minimum" in schema:
        most = schema.get("maximum", MAX_EXACT)
        return f"{words}, {schema['minimum']:,} " + (
            "or more" if most >= MAX_EXACT else f"to {most:,}"
        )
    if "maxLength" in schema:
        return f"{words}, up to {schema['maxLength']:,} characters"
    return words
