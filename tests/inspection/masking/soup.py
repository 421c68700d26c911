"""Bytes that nearly make sense: what every masker looks for, in no order."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    b'{', b'}', b'[', b']', b'"', b'"password":', b'"a":', b':', b',', b'"hunter2-x"', b'hunter2-x',
    b'\\u0070', b'%70', b'&', b'=', b'token', b'token=', b'password: ', b'https://', b'://', b'@',
    b'?', b'#', b'(masked)', b'(masked JWT)', b'(withheld)', b'<a>', b'</a>', b'<token>',
    b'</token>', b'<![CDATA[', b']]>', b'<!--', b'-->', b'<?xml version="1.0"?>', b' ', b'\n',
    b'\r\n', b'--b', b'--b--', b'\r\nContent-Disposition: form-data; name="password"\r\n\r\n',
    b'name="a"', b'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh', b'4242424242424242',
    b'4242 4242 4242 4242', b'Bearer ', b'Basic ', b'eyJwYXNzd29yZCI6InEwMDAwMDAwMDAwWjAifQ==',
    b'\xff', b'\xed\xa0\x80', b'\x00', b'\\', b'\\ud800', b'&#x41;', b'&#xd800;', b'&amp;', b'%25',
    b'%3D', b'%26', b'%22', b'sk_live_abcdefghijkl', b'1234', b'123456', b'-', b'.', b';', b"'",
    b'/', b'null', b'key', b'"name":"password"', b'"value":', b'+', b'QUFBQQ==',
    b'hooks.slack.com/services/', b'-----BEGIN PRIVATE KEY-----', b'gzip', b'deflate',
)  # fmt: skip

TYPES = (
    b"application/json", b"application/x-www-form-urlencoded", b"text/xml", b"", b"text/plain",
    b"multipart/form-data; boundary=b", b"application/json; charset=utf-16", b"text/x-ndjson",
    b'multipart/mixed; boundary="(masked)"', b"multipart/form-data; boundary=hunter2-x",
    b"application/json; charset=shift_jis", b"image/png",
)  # fmt: skip


def soup() -> st.SearchStrategy[bytes]:
    """Give up to fourteen pieces, and odd bytes between them."""
    return st.lists(st.sampled_from(PIECES) | st.binary(max_size=3), max_size=14).map(b"".join)


def types() -> st.SearchStrategy[bytes]:
    """Give a Content-Type."""
    return st.sampled_from(TYPES) | st.binary(max_size=20)
