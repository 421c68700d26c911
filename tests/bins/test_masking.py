"""What leaves a bin to be shared has no secret that only its sender's documentation knows."""

from __future__ import annotations

import pytest

from requestbin.bins.masking import masked
from tests.builders import captured, make_bin

pytestmark = pytest.mark.django_db


def test_what_the_table_calls_a_secret_is_masked() -> None:
    headers = (("Content-Type", "application/json"), ("X-AdobeSign-ClientId", "hush-hush-1"))
    body = b'{"value":[{"clientState":"hush-hush-2","kept":"shown"}]}'
    found = masked(make_bin(), captured(headers=headers, body=body)).captured
    assert found.headers.text("x-adobesign-clientid") != "hush-hush-1"
    assert b"hush-hush" not in found.body
    assert b"shown" in found.body
