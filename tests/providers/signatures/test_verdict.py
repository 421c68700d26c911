"""A genuine signature says what it leaves open, in words for people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from requestbin.http import Headers, Request
from requestbin.providers import Reason, Verdict, sign, verify
from requestbin.providers.signatures.verdict import PARTS, refused
from tests.providers.fitting import BODIES, FORM, REQUEST

NOW = 1_760_000_000
KEY = "ab" * 20
URL = ("path", "query", "host")


def _verdict(slug: str, content_type: str = "application/json", body: bytes = b"{}") -> Verdict:
    request = Request("POST", REQUEST.url, Headers([("Content-Type", content_type)]), body)
    return verify(sign(request, slug, KEY, now=NOW), slug, KEY, now=NOW)


@pytest.mark.parametrize(
    ("slug", "uncovered"),
    [
        ("github", ("method", *URL, "headers")),
        ("square", ("method", "headers")),
        ("hubspot_v3", ("headers",)),
        ("contentful", ("host",)),
        ("telegram", PARTS),
        ("gitlab_token", PARTS),
        ("monday", ("body", "method", "headers")),
        ("messagebird", ("method", "headers")),
        ("vonage_jwt", ("method", *URL, "headers")),
        ("rfc9421", ("query", "other headers")),
        (
            "mercadopago",
            ("the body: only ids in URL and headers are signed", "method", *URL, "headers"),
        ),
    ],
)
def test_what_is_not_covered_is_told(slug: str, uncovered: tuple[str, ...]) -> None:
    verdict = _verdict(slug)
    assert verdict.valid
    assert verdict.uncovered == uncovered


@pytest.mark.parametrize(
    ("slug", "index", "words"),
    [
        ("adyen", 0, "all but eight fields of each notification"),
        ("mailgun", 0, "the event itself: only a time and a token are signed"),
        ("mailgun", 1, "the event itself: only a time and a token are signed"),
        ("dropbox_sign", 0, "all but time and kind of the event"),
    ],
)
def test_where_fields_are_signed_the_rest_is_named(slug: str, index: int, words: str) -> None:
    verdict = _verdict(slug, *BODIES[(slug, index)])
    assert verdict.valid
    assert verdict.uncovered[0] == words
    assert "body" not in verdict.uncovered


@pytest.mark.parametrize(
    ("slug", "content_type", "body", "open_"),
    [
        ("twilio", FORM, b"Body=x", ()),
        ("twilio", "application/json", b'{"a":1}', ()),
        ("mandrill", FORM, b"a=1", ()),
        ("mandrill", "application/json", b'{"a":1}', ("body",)),
        ("plivo", "application/json", b'{"a":1}', ("body",)),
        ("vonage_sms", FORM, b"a=1", ("query",)),
        ("vonage_sms", "text/plain", b"", ("body",)),
    ],
)
def test_it_is_told_of_this_very_request(
    slug: str, content_type: str, body: bytes, open_: tuple[str, ...]
) -> None:
    verdict = _verdict(slug, content_type, body)
    assert verdict.valid
    assert tuple(part for part in verdict.uncovered if part in ("body", "query")) == open_


def test_json_of_twilio_without_its_hash_is_open() -> None:
    request = replace(REQUEST, body=b"")
    signed = replace(sign(request, "twilio", KEY, now=NOW), body=b'{"a":1}')
    assert "body" in verify(signed, "twilio", KEY, now=NOW).uncovered


def test_a_verdict_that_came_further_outranks() -> None:
    early, late = refused(Reason.HEADER_MISSING), refused(Reason.TIMESTAMP_TOO_OLD)
    assert early.rank < late.rank < Verdict(True).rank
    assert early.uncovered == PARTS
