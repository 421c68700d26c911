"""CloudEvents in their three modes of content."""

from __future__ import annotations

import base64
import json

import pytest

from requestbin.http import Headers
from requestbin.inspection.content import Content
from requestbin.inspection.parts import parts_of
from requestbin.inspection.parts.cloudevents import BATCH, attributes_of, mode_of

EVENT = {"specversion": "1.0", "id": "1", "source": "/orders", "type": "order.created"}
STRUCTURED = "application/cloudevents+json"


def content(value: object, kind: str = STRUCTURED) -> Content:
    return Content(json.dumps(value).encode(), kind)


def test_binary_mode_is_read_from_headers() -> None:
    sent = {f"ce-{name}": value for name, value in EVENT.items()} | {"Ce-Subject": "caf%C3%A9"}
    found = attributes_of(Headers(sent.items()))
    assert [(field.name, field.value) for field in found] == [
        ("specversion", "1.0"),
        ("type", "order.created"),
        ("source", "/orders"),
        ("subject", "café"),
        ("id", "1"),
    ]


@pytest.mark.parametrize("kind", [STRUCTURED, "application/json"])
def test_structured_mode_is_told(kind: str) -> None:
    assert mode_of(content(EVENT | {"data": {"a": 1}}, kind)).startswith(
        "A CloudEvent in structured"
    )
    assert mode_of(content([EVENT, EVENT], BATCH)) == "A batch of CloudEvents: 2."


@pytest.mark.parametrize(
    "value", [{}, {"specversion": "1.0"}, [EVENT], "specversion", {"a": {"specversion": "1.0"}}]
)
def test_what_is_none(value: object) -> None:
    assert not mode_of(content(value))
    assert not attributes_of(Headers([("ce-id", "1"), ("ce-type", "a")]))


def test_encoded_data_is_a_part_of_its_own_type() -> None:
    event = EVENT | {
        "datacontenttype": "text/xml",
        "data_base64": base64.b64encode(b"<a/>").decode(),
    }
    [part] = parts_of(content(event))
    assert (part.place, part.content.data, part.content.media_type) == ("data", b"<a/>", "text/xml")
    [part] = parts_of(content(EVENT | {"data": "<b/>", "datacontenttype": "text/xml"}))
    assert part.content.data == b"<b/>"


def test_events_of_a_batch_are_parts() -> None:
    found = parts_of(content([EVENT, EVENT | {"type": "order.paid"}], BATCH))
    assert [part.place for part in found] == ["order.created", "order.paid"]
    assert mode_of(found[1].content)
    assert all(part.is_shown_above for part in found)


@pytest.mark.parametrize("value", ["[1, 2", [None, 1, "x", []], {"a": 1}, None])
def test_a_batch_that_is_none_is_no_fault(value: object) -> None:
    for part in parts_of(content(value, BATCH)):
        assert part.content.data
