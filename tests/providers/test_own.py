"""A provider of one's own is checked, verifies like a row, and is written as one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Request
from requestbin.providers import Provider, sign, verify
from requestbin.providers.own import FIELDS, NotAProvider, provider_from, row_source
from requestbin.providers.provider import Sure
from requestbin.providers.signatures.hashes import Hmac

ACME = {
    "slug": "acme",
    "name": "Acme",
    "signature": "header:X-Acme-Signature",
    "signed": "{timestamp}.{body}",
    "prefix": "v1=",
    "separator": ",",
    "timestamp": "item:t=",
    "tolerance": 300,
    "event": ["json:type"],
}


def test_it_verifies_what_it_signs() -> None:
    acme = provider_from(ACME)
    signed = sign(Request("POST", "https://example.com/", body=b"{}"), acme, "s3cret", now=1000.0)
    assert signed.headers.text("X-Acme-Signature").startswith("t=1000,v1=")
    assert verify(signed, acme, "s3cret", now=1001.0).valid
    assert not verify(signed, acme, "other", now=1001.0).valid
    assert not verify(signed, acme, "s3cret", now=1301.0).fresh


def test_its_row_is_python_that_makes_it() -> None:
    made: tuple[Provider, ...] = eval(  # what was written is what a reader pastes
        f"({row_source(ACME)})", {"Provider": Provider, "Hmac": Hmac, "Sure": Sure}
    )
    assert made[0].schemes == provider_from(ACME).schemes
    assert made[0].event == ("json:type",)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"slug": "A b"}, "slug"),
        ({"signature": ""}, "where the signature stands"),
        ({"signature": "nowhere:x"}, "is no place"),
        ({"signed": "{nothing}"}, "no part of a request"),
        ({"algorithm": "crc"}, "algorithm is one of"),
        ({"encoding": "rot13"}, "encoding is one of"),
        ({"tolerance": "5"}, "number of seconds"),
        ({"tolerance": True}, "number of seconds"),
        ({"colour": "red"}, "no field 'colour'"),
        ({"detect": [1]}, "list of texts"),
        ({"name": "x" * 501}, "up to 500"),
        ({"timestamp": "somewhere"}, "is no place"),
    ],
)
def test_what_is_wrong_is_told(change: dict[str, Any], told: str) -> None:
    with pytest.raises(NotAProvider, match=told):
        provider_from({**ACME, **change})


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.one_of(_VALUES, st.dictionaries(st.sampled_from(FIELDS), _VALUES)))
def test_nothing_else_is_raised(row: Any) -> None:
    try:
        provider = provider_from(row if not isinstance(row, dict) else {**ACME, **row})
    except NotAProvider:
        return
    verify(Request("POST", "https://example.com/", body=b"{}"), provider, "s", now=0.0)


@pytest.mark.parametrize("text", ["a\x00b", "half \ud800"])
@pytest.mark.parametrize("field", ["name", "docs", "signed", "event", "detect"])
def test_what_no_page_can_show_is_refused(field: str, text: str) -> None:
    with pytest.raises(NotAProvider, match=f"{field} has a character that is no text"):
        provider_from(ACME | {field: text})


@pytest.mark.parametrize("signed", ["{secret}{body}", "{secret:any}{body}", "{body}{secret:a}"])
def test_what_was_signed_never_shows_the_secret(signed: str) -> None:
    acme = provider_from(ACME | {"signed": signed})
    request = sign(Request("POST", "https://example.com/", body=b"{}"), acme, "s3cret", now=1.0)
    verdict = verify(request, acme, "s3cret", now=1.0)
    assert verdict.authentic
    assert b"[secret]" in verdict.signed
    assert b"s3cret" not in verdict.signed
    several = verify(request, acme, {"any": "s3cret", "a": "s3cret"}, now=1.0)
    assert b"s3cret" not in several.signed


@pytest.mark.parametrize("prefix", ["{nope}", "{secret}", "{secret:a}="])
def test_a_prefix_that_nobody_can_write_is_refused(prefix: str) -> None:
    with pytest.raises(NotAProvider):
        provider_from(ACME | {"prefix": prefix})
