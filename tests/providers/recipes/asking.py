"""Runs the code that recipes give, and makes the requests that it is tried with."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, Secret, provider_of, verify
from requestbin.providers.catalog import named
from requestbin.providers.places import place
from requestbin.providers.recipes import LANGUAGES, SUFFIXES, WRITTEN, recipe
from requestbin.providers.signatures import keys
from requestbin.providers.signatures.jwts import Jwt
from requestbin.providers.signatures.made import RANDOM_BYTES, made_secret
from requestbin.providers.signatures.messages import MessageSignature
from requestbin.providers.signatures.public_keys import Asymmetric
from tests.providers.doctor.cases import NOW, RICH, URL, Case, cases

VECTORS = json.loads((Path(__file__).parents[1] / "vectors.json").read_text())["vectors"]
WHOLE = (
    *("plivo", "contentful", "mercadopago", "vonage_sms", "aws_sns", "paypal", "braintree"),
    *("adyen", "dropbox_sign"),
)
"""Rows whose recipe judges all that the row does, so that it agrees with every vector."""
SEVERAL = ("braintree", "paypal")
"""Rows whose recipe takes several values."""

Call = tuple[Request, Secret, float]
"""A request, the secret and the time with which it is judged."""


def covered(case: Case, language: str) -> bool:
    """Tell whether the provider's recipe is about this very scheme."""
    text = recipe(case.provider, language)
    if (WRITTEN / f"{case.provider.slug}.{SUFFIXES[language]}").is_file():
        return bool(text)
    return bool(text) and text == LANGUAGES[language](case.provider.name, case.scheme)


def verifying(code: str) -> Callable[..., Any]:
    """Return the `verify` of a module in Python."""
    scope: dict[str, Any] = {}
    exec(compile(code, "recipe.py", "exec"), scope)
    made: Callable[..., Any] = scope["verify"]
    return made


def judged(check: Callable[..., Any], call: Call) -> bool:
    """Return what the `verify` of a module in Python says."""
    request, secret, now = call
    headers, method = headers_of(request), request.method
    return bool(check(headers, request.body, secret, request.url, method, now))


def expected(case: Case, call: Call) -> bool:
    """Return what we say, by the scheme of the case alone."""
    request, secret, now = call
    return verify(request, replace(case.provider, schemes=(case.scheme,)), secret, now=now).valid


def senseless(case: Case) -> Iterator[Request]:
    """Yield what anybody may send: a body that is no text, a signature that is none."""
    yield replace(case.request, body=b"a=\xff")
    where = place(case.scheme.signature.split(" ")[0])
    if "*" not in where.name:
        for text in ("a.b.c", "bnVsbA.bnVsbA.x", "W10.W10.x", "t=x,v1=\xe9"):
            yield where.put(case.request, text)


def calls(case: Case) -> list[Call]:
    """Return the ways in which a case is judged: as it is, with another secret, changed, late."""
    request = case.request
    changed = [
        replace(request, body=request.body.replace(b"o", b"0")),
        replace(request, url=URL.replace("order=7", "order=8")),
    ]
    return [
        (request, given(case), NOW),
        *((request, other, NOW) for other in others(case)),
        *((each, given(case), NOW) for each in (*changed, *senseless(case))),
        (request, given(case), NOW + 100_000),
    ]


def given(case: Case) -> Secret:
    """Return the secret of a case as a recipe takes it."""
    return case.secret if case.provider.slug in SEVERAL else case.text


def headers_of(request: Request) -> dict[str, str]:
    """Return the headers as frameworks give them, by lower-case name."""
    return {name.lower(): value for name, value in request.headers.as_text()}


def of_vectors() -> Iterator[tuple[str, str, Call, bool]]:
    """Yield the name of every vector of these rows, its row's slug, the call and the verdict."""
    for vector in VECTORS:
        row = named(vector["catalog_id"])[0].slug
        if row in WHOLE:
            headers = Headers(vector["headers"].items())
            body = vector["body"].encode()
            request = Request(vector["method"], vector["url"], headers, body)
            call = (request, _told(vector), vector["now"])
            yield vector["id"], row, call, vector["expected_valid"]


def _told(vector: dict[str, Any]) -> Secret:
    """Give the certificate that was made for the test in place of the one to fetch."""
    if "test_cert_pem" not in vector:
        secret: Secret = vector["secret"]
        return secret
    if vector["catalog_id"] not in SEVERAL:
        return str(vector["test_cert_pem"])
    return {**vector["secret"], "certificate": vector["test_cert_pem"]}


def of_oddities() -> Iterator[tuple[str, str, Call, bool]]:
    """Yield the same of what no vector has: some of many without a token, a key in one line."""
    kind = Headers([("Content-Type", "application/json")])
    for states, valid in ((("s3", "s3"), True), (("s3", "no"), False), (("s3", None), False)):
        items = [
            {"subscriptionId": "1"} | ({"clientState": each} if each else {}) for each in states
        ]
        body = json.dumps({"value": items}).encode()
        call = (Request("POST", URL, kind, body), "s3", NOW)
        yield f"{states} of microsoft_graph", "microsoft_graph", call, valid
    for body in (b"{}", b'{"webhookTimestamp":"x"}'):
        signed = ("Linear-Signature", hmac.new(b"s3", body, "sha256").hexdigest())
        call = (Request("POST", URL, Headers([signed]), body), "s3", NOW)
        yield f"linear without a time in {body!r}", "linear", call, False
    case = next(case for case in of_keys() if case.provider.slug == "ebay")
    line = f"-----BEGIN PUBLIC KEY-----{case.text}-----END PUBLIC KEY-----"
    yield "ebay with PEM in one line", "ebay", (case.request, line, NOW), True


def rfc_example() -> tuple[Request, bytes, float]:
    """Return the message of RFC 9421 B.2.5, whose signature covers no digest, its key and time."""
    found = next(each for each in VECTORS if each["id"] == "rfc9421/hmac-sha256/rfc_B.2.5")
    headers = Headers(found["headers"].items())
    request = Request(found["method"], found["url"], headers, found["body"].encode())
    return request, base64.b64decode(found["secret"]["key_base64"]), found["now"]


FORM = ("Content-Type", "application/x-www-form-urlencoded")
PARTS = ("Content-Type", "multipart/form-data; boundary=x1")
HOOK0 = ("X-Hook0-Signature", "t=1,h=content-type x-id,v1=x")
EVENT = b'{"event":{"event_time":"1760000000","event_type":"sent","event_hash":"x"}}'
SHAPES = (
    ("twilio", "POST", (FORM,), b"CallerCity=SF&Caller=zed"),
    ("plivo", "POST", (FORM,), b"ToCity=SF&To=zed"),
    ("plivo", "GET", (FORM,), b""),
    ("coinbase_cdp", "POST", (("Content-Type", "application/json"), ("X-Id", "7"), HOOK0), RICH),
    (
        *("dropbox_sign", "POST", (PARTS,)),
        b'--x1\r\nContent-Disposition: form-data; name="json"\r\n\r\n' + EVENT + b"\r\n--x1--\r\n",
    ),
)
"""Forms in which a name begins another and their values sort otherwise, and what else the usual
scheme of a row needs: its slug, method, headers, body."""


def of_shapes() -> Iterator[Case]:
    """Yield a case of each of these."""
    for slug, method, headers, body in SHAPES:
        provider = provider_of(slug)
        assert provider
        request = Request(method, URL, Headers(headers), body)
        made = provider.schemes[0].sign(request, "S3cret-0123", NOW, "")
        assert made
        yield Case(provider, provider.schemes[0], "S3cret-0123", made)


def everything(language: str) -> list[Case]:
    """Return all cases that the recipes in a language cover."""
    made = (cases(), of_keys(), of_tokens(), of_messages(), of_shapes())
    return [case for each in made for case in each if covered(case, language)]


def of_keys() -> Iterator[Case]:
    """Yield a case of every scheme with a public key, whose secret is that key."""
    for provider in PROVIDERS:
        for scheme in provider.schemes:
            if not isinstance(scheme, Asymmetric):
                continue
            pair = made_secret(provider, bytes(RANDOM_BYTES))
            if not scheme.certificate:
                pair = keys.test_pair(scheme.algorithm)
            assert isinstance(pair, dict)
            form = scheme.signature.startswith("form:")
            kind = "application/x-www-form-urlencoded" if form else "application/json"
            body = b"payload=%7B%22a%22%3A1%7D&p_signature=x" if form else RICH
            body = _NOTICE if provider.slug == "aws_sns" else body
            request = Request("POST", URL, Headers([("Content-Type", kind)]), body)
            made = scheme.sign(request, pair, NOW, "")
            if made is None:
                continue
            yield Case(provider, scheme, _public(scheme, pair), made)


_NOTICE = (
    b'{"Type":"Notification","MessageId":"m1","TopicArn":"arn:aws:sns:us-east-1:1:shop",'
    b'"Message":"Hello you","Timestamp":"2025-10-09T08:53:20.000Z","Signature":"x"}'
)


def _public(scheme: Asymmetric, pair: dict[str, str]) -> Secret:
    """Return what checks: Ed25519 in the encoding of the provider's signatures."""
    if scheme.certificate:
        known = {name: text for name, text in pair.items() if name != "private_key"}
        return known if len(known) > 1 else known["certificate"]
    if scheme.encoding == "base64" and scheme.algorithm == "ed25519":
        return base64.b64encode(bytes.fromhex(pair["public_key"])).decode()
    return pair["public_key"]


def of_tokens() -> Iterator[Case]:
    """Yield a case of every signed token that a public key proves, given as a JWK."""
    for provider in PROVIDERS:
        for scheme in provider.schemes:
            if isinstance(scheme, Jwt) and not scheme.shared:
                pair = keys.test_pair("ecdsa-sha256")
                made = scheme.sign(_PLAIN, pair["private_key"], NOW, "")
                assert made
                yield Case(provider, scheme, _jwk(pair["public_key"]), made)


_PLAIN = Request("POST", URL, Headers([("Content-Type", "application/json")]), RICH)


def _jwk(public: str) -> str:
    key = keys.public_key(public)
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return str(ECAlgorithm.to_jwk(key))


def of_messages() -> Iterator[Case]:
    """Yield a case of an HTTP message that each kind of key has signed, which is given in PEM."""
    for provider in PROVIDERS:
        for scheme in provider.schemes:
            if isinstance(scheme, MessageSignature):
                for algorithm in ("ed25519", "ecdsa-sha256", "rsa-sha256"):
                    private = keys.test_pair(algorithm)["private_key"]
                    made = scheme.sign(_PLAIN, private, NOW, "")
                    assert made
                    yield Case(provider, scheme, _pem(private), made)


def _pem(private: str) -> str:
    key = keys.private_key(private)
    assert key
    pem, spki = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(pem, spki).decode()


def others(case: Case) -> list[Secret]:
    """Return secrets or keys that are not the case's: of several values each is once another."""
    secret = given(case)
    if not isinstance(secret, dict):
        return [_other(case, str(secret))]
    return [{**secret, name: _other(case, text)} for name, text in secret.items()]


def _other(case: Case, text: str) -> str:
    if text.startswith("-----BEGIN CERTIFICATE"):
        pair = made_secret(case.provider, bytes(RANDOM_BYTES))
        assert isinstance(pair, dict)
        return pair["certificate"]
    if text.startswith("-----") and isinstance(case.scheme, MessageSignature):
        return _pem(keys.test_pair("ed25519")["private_key"])
    if isinstance(case.scheme, Jwt) and text.startswith("{"):
        return _jwk(keys.test_pair("ecdsa-sha256")["public_key"])
    if isinstance(case.scheme, Asymmetric) and not case.scheme.certificate:
        return str(_public(case.scheme, keys.test_pair(case.scheme.algorithm)))
    return text[:-4] + "0bad"
