"""The last look: a secret is found in whatever way it is written."""

from __future__ import annotations

import base64
import json
from html import escape
from urllib.parse import quote, quote_plus

from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.masking.proof import Proof, spellings

SECRETS = st.text(st.characters(exclude_categories=("Cs",)), min_size=6, max_size=12)


@given(SECRETS, st.binary(max_size=7), st.binary(max_size=7))
def test_every_usual_spelling_is_found(secret: str, before: bytes, after: bytes) -> None:
    proof = Proof([secret])
    octets = secret.encode()
    encoded = base64.b64encode(before + octets + after)
    assert proof.fails(encoded)
    assert proof.fails(encoded.replace(b"+", b"-").replace(b"/", b"_"))
    texts = [json.dumps(secret), json.dumps(secret, ensure_ascii=False), escape(secret)]
    texts += [quote(secret), quote_plus(secret), quote(secret, safe=""), secret]
    for text in texts:
        assert proof.fails(before + text.encode() + after)


@given(SECRETS)
def test_nothing_is_not_found(secret: str) -> None:
    assert not Proof([secret]).fails(b"")
    assert not Proof([]).fails(secret.encode())


def test_long_secrets_and_many_are_looked_for_as_they_are() -> None:
    assert spellings("x" * 5000) == {b"x" * 5000}
    many = [f"secret {number}" for number in range(5001)]
    assert Proof(many).fails(b"secret 5000")
    assert not Proof(many).fails(b"secret%205000")
