"""Where a fetch goes is what its template says: nothing that a payload holds can change that."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, quote, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from requestbin.egress.url import parse
from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS
from requestbin.providers.refetch import NotFetchable, checked_template, url_of

MOLLIE = "https://api.mollie.com/v2/payments/{form:id}"
FORM = ("Content-Type", "application/x-www-form-urlencoded")
JSON = ("Content-Type", "application/json")


def form(value: str) -> Request:
    return Request("POST", "https://bin/", Headers([FORM]), f"id={quote(value, safe='')}".encode())


def body(**fields: object) -> Request:
    return Request(
        "POST", "https://bin/in/k?q=a%2Fb&e=", Headers([JSON]), json.dumps(fields).encode()
    )


@pytest.mark.parametrize(
    ("template", "request_", "url"),
    [
        (MOLLIE, form("tr_7UhSN1zuXS"), "https://api.mollie.com/v2/payments/tr_7UhSN1zuXS"),
        (MOLLIE, form("a/b?c#d&e=f"), "https://api.mollie.com/v2/payments/a%2Fb%3Fc%23d%26e%3Df"),
        (MOLLIE, form("é \r\n"), "https://api.mollie.com/v2/payments/%C3%A9%20%0D%0A"),
        ("http://a:8080/{json:n}", body(n=12), "http://a:8080/12"),
        ("https://a?x={json:d.i}&y=1", body(d={"i": "1&y=2"}), "https://a/?x=1%26y%3D2&y=1"),
        ("https://a/{query:q}.json", body(), "https://a/a%2Fb.json"),
        ("https://a/v1/{json:a}-{json:b}", body(a=1, b=2), "https://a/v1/1-2"),
        ("https://a/as/it/is", body(), "https://a/as/it/is"),
        ("http://[::1]:80/{json:n}", body(n=1), "http://[::1]:80/1"),
    ],
)
def test_values_stand_in_path_and_query(template: str, request_: Request, url: str) -> None:
    assert url_of(template, request_) == url


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("https://{json:host}/a", "may not choose the host"),
        ("https://api.{json:host}/a", "may not choose the host"),
        ("https://a:{json:port}/", "may not choose the host"),
        ("https://{form:user}@a/", "may not choose the host"),
        ("{json:scheme}://a/", "begins with"),
        ("{json:url}", "begins with"),
        ("ftp://a/{json:n}", "begins with"),
        ("https://user:secret@a/{json:n}", "Leave name and password out"),
        ("https:///{json:n}", "names no host"),
        ("https://a b/{json:n}", "names no host"),
        ("https://a\\b/{json:n}", "names no host"),
        ("https://a:port/{json:n}", "names no host"),
        ("https://a/\\{json:n}", "plain characters"),
        ("https://a/ {json:n}", "plain characters"),
        ("https://a/{json:n", "plain characters"),
        ("https://a/{json:n}#x", "no `#`"),
        ("https://a/é/{json:n}", "plain characters"),
        ("https://a/{header:Host}", "no place of a payload"),
        ("https://a/{json:}", "no place of a payload"),
        ("https://a/{}", "no place of a payload"),
        (f"https://a/{'x' * 2000}", "begins with"),
    ],
)
def test_a_template_that_leads_anywhere_is_refused(template: str, sentence: str) -> None:
    with pytest.raises(NotFetchable, match=sentence):
        checked_template(template)


@pytest.mark.parametrize(
    "value",
    ["", " ", ".", "..", "../x", "a/../b", "..\\x", "%2e%2e", "%2E./x", "a/%2e%2e/b", "x" * 501],
)
def test_a_value_that_is_none_or_leads_elsewhere_is_refused(value: str) -> None:
    with pytest.raises(NotFetchable):
        url_of(MOLLIE, form(value))


@pytest.mark.parametrize("template", ["https://a/v1/.{json:d}", "https://a/{json:d}{json:d}/x"])
def test_dots_that_only_meet_in_the_path_are_refused(template: str) -> None:
    request = body(d=".")
    with pytest.raises(NotFetchable):
        url_of(template, request)


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(NotFetchable, match="The request has no `form:id`"):
        url_of(MOLLIE, body(id="x"))
    with pytest.raises(NotFetchable, match="query:e"):
        url_of("https://a/{query:e}", body())


@given(
    st.text(max_size=80),
    st.sampled_from(["/v2/{json:id}", "?id={json:id}", "/{json:id}/x?y={json:id}"]),
)
@example("@evil.example/", "/v2/{json:id}")
@example("//evil.example", "/v2/{json:id}")
@example("\\evil.example\\..", "?id={json:id}")
def test_it_always_leads_where_the_template_says(value: str, rest: str) -> None:
    request = Request("POST", "https://bin/", Headers([JSON]), json.dumps({"id": value}).encode())
    try:
        url = url_of(f"https://api.example.com:8443{rest}", request)
    except NotFetchable:
        return
    goal = parse(url)
    assert goal.origin == "https://api.example.com:8443"
    path, _, query = goal.target.partition("?")
    assert ".." not in path.replace("%2E", ".").split("/")
    assert path.count("/") == rest.partition("?")[0].count("/") or not rest.startswith("/")
    if "?" in rest:
        assert parse_qsl(query, keep_blank_values=True, errors="surrogateescape")[0][0] in "id y"
    else:
        assert unquote(path.removeprefix("/v2/"), errors="surrogatepass") == value


@given(st.binary(max_size=200))
def test_no_body_breaks_it(data: bytes) -> None:
    for kind in (FORM, JSON):
        try:
            url = url_of(MOLLIE, Request("POST", "https://bin/", Headers([kind]), data))
        except NotFetchable:
            continue
        assert parse(url).origin == "https://api.mollie.com:443"


@pytest.mark.parametrize(
    "provider", [each for each in PROVIDERS if each.fetch], ids=lambda p: p.slug
)
def test_the_templates_of_the_table_are_usable(provider: object) -> None:
    assert checked_template(provider.fetch).noun  # type: ignore[attr-defined]


def test_what_is_fetched_has_a_name() -> None:
    assert checked_template(MOLLIE).noun == "payment"
    assert checked_template("https://a/v3/activities/{json:object_id}").noun == "activity"
    assert checked_template("https://a/{json:id}").noun == ""
