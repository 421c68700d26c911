"""Every vector made with the providers' own libraries gets the verdict and reason they gave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from requestbin.http import Headers, Request
from requestbin.providers import verify

VECTORS = json.loads((Path(__file__).parents[1] / "vectors.json").read_text())["vectors"]


def request_of(vector: dict[str, Any]) -> Request:
    return Request(
        vector["method"], vector["url"], Headers(vector["headers"].items()), vector["body"].encode()
    )


def secret_of(vector: dict[str, Any]) -> Any:
    """Give the certificate that was made for the test in place of the one to fetch."""
    if "test_cert_pem" not in vector:
        return vector["secret"]
    return {**(vector["secret"] or {}), "certificate": vector["test_cert_pem"]}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
@pytest.mark.parametrize("name", ["provider", "catalog_id"])
def test_a_vector_gets_its_verdict(vector: dict[str, Any], name: str) -> None:
    verdict = verify(request_of(vector), vector[name], secret_of(vector), now=vector["now"])
    assert (verdict.valid, verdict.reason) == (vector["expected_valid"], vector["reason"])


def test_there_are_as_many_as_were_made() -> None:
    assert len(VECTORS) == 165
