"""Request targets, split as they came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.bins.address import is_capture, key_and_rest, origin_form, split_query


@pytest.mark.parametrize(
    ("target", "key", "rest"),
    [
        (b"/in/KEY", "KEY", b""),
        (b"/in/KEY/", "KEY", b"/"),
        (b"/in/KEY?", "KEY", b"?"),
        (b"/in/KEY?a=/b", "KEY", b"?a=/b"),
        (b"/in/KEY/a//b%2Fc?x=1?y", "KEY", b"/a//b%2Fc?x=1?y"),
        (b"/in/KEY/in/OTHER", "KEY", b"/in/OTHER"),
        (b"http://other.example/in/KEY/a", "KEY", b"/a"),
        (b"HTTPS://other.example:8443/in/KEY?q", "KEY", b"?q"),
        (b"http://other.example", "", b"/"),
        (b"http://other.example?/in/KEY", "", b"/?/in/KEY"),
        (b"/bins/abc/?next=http://a/in/KEY", "", b"/bins/abc/?next=http://a/in/KEY"),
        (b"/in/", "", b""),
        (b"/in", "", b"/in"),
        (b"/IN/KEY", "", b"/IN/KEY"),
        (b"*", "", b"*"),
    ],
)
def test_splits_targets(target: bytes, key: str, rest: bytes) -> None:
    assert key_and_rest(target) == (key, rest)


@given(st.binary())
def test_never_raises_and_loses_nothing_after_the_key(rest: bytes) -> None:
    assert key_and_rest(b"/in/KEY/" + rest) == ("KEY", b"/" + rest)
    assert isinstance(is_capture(rest), bool)
    path, query = split_query(origin_form(rest))
    assert b"?" not in path
    assert origin_form(rest) in (path, path + b"?" + query)
