"""Where a bin's URL carries its key; without it capture, pages and API would each parse targets."""

from __future__ import annotations

PREFIX = b"/in/"


def origin_form(target: bytes) -> bytes:
    """Return `target` from its path on: an absolute-form target (RFC 9112 section 3.2.2) loses
    its scheme and authority, everything else is returned as it is."""
    if target.startswith(b"/") or b"://" not in target:
        return target
    authority_and_path = target.split(b"://", 1)[1]
    for index, octet in enumerate(authority_and_path):
        if octet in b"/?#":
            path = authority_and_path[index:]
            return path if path.startswith(b"/") else b"/" + path
    return b"/"


def is_capture(target: bytes) -> bool:
    """Tell whether a request target is addressed to a bin."""
    return target.startswith(PREFIX) or origin_form(target).startswith(PREFIX)


def key_and_rest(target: bytes) -> tuple[str, bytes]:
    """Split a capture target into the bin's key and all that follows it (path, `?`, query).

    The key is "" when the target is not addressed to a bin.
    """
    path = origin_form(target)
    if not path.startswith(PREFIX):
        return "", path
    tail = path[len(PREFIX) :]
    key = tail.partition(b"/")[0].partition(b"?")[0]
    return key.decode("latin-1"), tail[len(key) :]


def split_query(target: bytes) -> tuple[bytes, bytes]:
    """Split at the first `?`; the query is b"" both without one and with nothing after it."""
    path, _, query = target.partition(b"?")
    return path, query
