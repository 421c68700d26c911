"""A payload file that is not what it should be says so."""

from __future__ import annotations

import pytest

from requestbin.providers.samples.template import Malformed, read


def test_what_is_left_out_is_the_usual() -> None:
    template = read('{"json": null}')
    assert (template.method, template.path, template.kind, template.payload) == (
        "POST",
        "",
        "json",
        None,
    )
    assert (template.headers, template.query, template.usual) == ([], [], False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"),
        ("[]", "no object"),
        ("{}", "not 0"),
        ('{"json": 1, "text": ""}', "not 2"),
        ('{"json": 1, "header": []}', "mean nothing: header"),
    ],
)
def test_a_malformed_file_is_refused(text: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        read(text)
