"""Our own cookies are taken out, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.capture.cookies import without_own
from requestbin.http import Headers
from tests.builders import captured

OURS = frozenset((b"requestbin-session-1", b"requestbin-owner-1"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a=1; requestbin-session-1=s; b=2", "a=1; b=2"),
        ("requestbin-session-1=s; b=2", "b=2"),
        ("a=1;requestbin-owner-1=x", "a=1"),
        ("a=1;  b=2;;", "a=1;  b=2;;"),
        ("requestbin-session-12=theirs", "requestbin-session-12=theirs"),
        ("a=requestbin-session-1=s", "a=requestbin-session-1=s"),
    ],
)
def test_takes_ours_by_exact_name(sent: str, kept: str) -> None:
    capture = without_own(captured(headers=[("A", "1"), ("cooKie", sent), ("B", "2")]), OURS)
    assert capture.headers == Headers([("A", "1"), ("cooKie", kept), ("B", "2")])
    assert capture.cookies_removed == (sent != kept)


def test_a_header_of_ours_alone_goes_whole() -> None:
    capture = without_own(captured(headers=[("Cookie", "requestbin-owner-1=x")]), OURS)
    assert capture.headers == Headers()
    assert capture.cookies_removed


@given(st.lists(st.tuples(st.sampled_from([b"Cookie", b"COOKIE", b"X"]), st.binary())))
def test_never_raises_and_leaves_strangers_alone(pairs: list[tuple[bytes, bytes]]) -> None:
    capture = captured(headers=pairs)
    assert without_own(capture, OURS) == capture or b"requestbin" in b"".join(v for _, v in pairs)
