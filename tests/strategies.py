"""What hypothesis makes requests of: anything at all, and what looks like something."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from requestbin.http import Captured, Headers

_TOLD = st.sampled_from(
    [
        b"", b"application/json", b"text/plain; charset=utf-16", b"a\x00b", b"\xff", b"@/etc",
        b"=1+1", b"Bearer x", b"multipart/form-data; boundary=b", b"</script>", b"{{x}}", b"\r\n",
        b"application/x-www-form-urlencoded", b"gzip", b"\\: \\", b"'\"$(id)`id`", b"\xed\xa0\x80",
    ]
)  # fmt: skip
_NAMES = st.sampled_from(
    [
        b"Content-Type",
        b"Content-Encoding",
        b"Cookie",
        b"Host",
        b"X-A",
        b"x-a",
        b"@x",
        b"",
        b"Accept",
    ]
)
octets = st.binary(max_size=60) | _TOLD
bodies = st.binary(max_size=300) | _TOLD | st.text(max_size=80).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)  # fmt: skip
pairs = st.lists(st.tuples(_NAMES | octets, octets), max_size=6)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def captures(draw: st.DrawFn) -> Captured:
    """Draw a captured request, most of which no server would let through."""
    return Captured(
        method=draw(
            st.sampled_from(["POST", "GET", "M-SEARCH", "get", "HEAD"]) | st.text(max_size=9)
        ),
        target=draw(st.just(b"/in/key/") | st.just(b"")) + draw(octets),
        headers=Headers(draw(pairs)),
        body=draw(bodies),
        remote_addr=draw(st.text(max_size=20)),
        received_at=draw(moments),
        http_version=draw(st.sampled_from(["1.1", "1.0", "2"]) | st.text(max_size=4)),
        scheme=draw(st.sampled_from(["http", "https"]) | st.text(max_size=4)),
        complete=draw(st.booleans()),
        names_exact=draw(st.booleans()),
        cookies_removed=draw(st.booleans()),
    )
