"""Parts by their address, whatever the body is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.inspection.content import Content, content_of
from requestbin.inspection.parts import part_at, parts_of
from requestbin.inspection.registry import read
from tests.hostile.strings import BREAKERS

INNER = json.dumps({"Message": json.dumps({"order": "seven"})})
UPLOAD = (
    b"--x\r\nContent-Type: application/json\r\n\r\n%s\r\n--x\r\n\r\nplain\r\n--x--" % INNER.encode()
)
BODY = Content(UPLOAD, "multipart/mixed", {"boundary": "x"})


def test_an_address_leads_to_a_part() -> None:
    found = part_at(BODY, "1.1")
    assert found
    assert (found.place, found.content.data) == ("Message", b'{"order": "seven"}')
    assert part_at(BODY, "2").content.data == b"plain"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "address", ["0", "3", "1.2", "1.1.1", "x", "", "-1", "1.1.1.1.1.1", "9999", "¹"]
)
def test_an_address_may_lead_nowhere(address: str) -> None:
    assert part_at(BODY, address) is None


@pytest.mark.parametrize("breaker", BREAKERS)
def test_nothing_that_breaks_others_breaks_it(breaker: str) -> None:
    kind, body = BREAKERS[breaker]
    for part in parts_of(content_of(Headers([(b"Content-Type", kind)]), body)):
        assert read(part.content).shape


VALUES = st.recursive(
    st.text(max_size=20) | st.sampled_from(["{}", "[1]", '{"a": "b"}', "eyJ.eyJ.", "PD94bWw="]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(VALUES, st.sampled_from(["application/json", "application/cloudevents-batch+json", ""]))
def test_no_values_make_it_fail(value: object, kind: str) -> None:
    for part in parts_of(Content(json.dumps(value).encode(), kind)):
        assert read(part.content).shape
        parts_of(part.content)


@given(st.binary(max_size=200), st.text("xy-\r\n", min_size=1, max_size=3))
def test_no_upload_makes_it_fail(body: bytes, boundary: str) -> None:
    sent = b"--x\r\nContent-Disposition: form-data; " + body
    for data in (body, sent, sent + b"\r\n--x--"):
        for part in parts_of(Content(data, "multipart/form-data", {"boundary": boundary})):
            assert read(part.content).shape
