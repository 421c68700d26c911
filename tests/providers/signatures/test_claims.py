"""What a token says of method, path and query is held against the request, as Atlassian does."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import jwt
import pytest

from requestbin.http import Headers, Request
from requestbin.providers import Reason, Verdict, sign, verify
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.claims import query_hashes

NOW = 1_760_000_000
SECRET = "a shared secret that is long enough"
URL = "https://hooks.example.com/in/abc/hook?user_id=1&b=2"


def _hashed(canonical: str) -> str:
    return sha256(canonical.encode()).hexdigest()


def _request(url: str = URL, method: str = "POST") -> Request:
    return Request(method, url, Headers([("Content-Type", "application/json")]), b"{}")


def _judged(request: Request, claims: dict[str, Any], how: str = "JWT") -> Verdict:
    token = jwt.encode({"iat": NOW, "exp": NOW + 180, **claims}, SECRET, algorithm="HS256")
    headers = request.headers.plus(("Authorization", f"{how} {token}"))
    return verify(replace(request, headers=headers), "jira", SECRET, now=NOW)


@pytest.mark.parametrize(
    ("method", "url", "canonical"),
    [
        # the example of atlassian_jwt/url_utils.py
        (
            "get",
            "https://x/path/to/service?zee_last=param&repeated=parameter+1&first=param"
            "&repeated=parameter%202",
            "GET&/path/to/service&first=param&repeated=parameter%201,parameter%202&zee_last=param",
        ),
        ("POST", "https://x", "POST&/&"),
        ("POST", "https://x/?jwt=a.b.c", "POST&/&"),
        ("POST", "https://x/a&b/?c=%C3%BC~!&d", "POST&/a%26b&c=%C3%BC~%21&d="),
    ],
)
def test_a_request_is_hashed_as_atlassian_hashes_it(method: str, url: str, canonical: str) -> None:
    assert next(query_hashes(Seen(_request(url, method)))) == _hashed(canonical)


@pytest.mark.parametrize("how", ["JWT", "Bearer"])
def test_a_hash_of_another_request_is_told(how: str) -> None:
    right = _hashed("POST&/in/abc/hook&b=2&user_id=1")
    verdict = _judged(_request(), {"qsh": right}, how)
    assert verdict.valid
    assert verdict.uncovered == ("body", "host", "headers")
    for request in (
        _request(method="PUT"),
        _request(URL.replace("b=2", "b=3")),
        _request(URL.replace("hook", "other")),
    ):
        found = _judged(request, {"qsh": right}, how)
        assert (found.valid, found.authentic) == (False, False)
        assert found.reason is Reason.URL_HASH_MISMATCH
    assert _judged(_request(), {"qsh": 5}, how).reason is Reason.URL_HASH_MISMATCH


def test_the_path_may_begin_at_the_apps_own_address() -> None:
    verdict = _judged(_request(), {"qsh": _hashed("POST&/hook&b=2&user_id=1")})
    assert verdict.valid
    assert "path" in verdict.uncovered
    assert "query" not in verdict.uncovered


def test_a_token_without_the_hash_is_what_it_was() -> None:
    verdict = _judged(_request(), {}, "Bearer")
    assert verdict.valid
    assert {"method", "path", "query"} <= set(verdict.uncovered)


def test_a_token_that_is_made_has_the_hash() -> None:
    signed = sign(_request(), "jira_dynamic", SECRET, now=NOW)
    token = signed.headers.text("Authorization").removeprefix("JWT ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["qsh"] == _hashed("POST&/in/abc/hook&b=2&user_id=1")


def test_a_long_path_is_looked_at_from_its_first_parts_alone() -> None:
    assert len(list(query_hashes(Seen(_request("https://x" + "/a" * 5000))))) < 20
