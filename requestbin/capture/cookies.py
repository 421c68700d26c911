"""Takes our own cookies out of a capture: a foreign page can make a browser send them to a bin."""

from __future__ import annotations

from dataclasses import replace

from requestbin.http import Captured, Headers


def without_own(captured: Captured, names: frozenset[bytes]) -> Captured:
    """Return the capture without the cookies of exactly these names, and with that said.

    Every other byte of a Cookie header stays as it was sent; a header that had nothing but ours
    goes as a whole. SameSite=Lax cookies come along when a page of anybody's navigates to a bin.
    """
    for name, _ in captured.headers:
        if len(name) == 6 and name.lower() == b"cookie":
            break
    else:
        return captured
    pairs, removed = [], False
    for name, value in captured.headers:
        if name.lower() == b"cookie":
            kept = _filtered(value, names)
            removed = removed or kept != value
            if kept != value and not kept.strip():
                continue
            value = kept
        pairs.append((name, value))
    if not removed:
        return captured
    return replace(captured, headers=Headers.of(pairs), cookies_removed=True)


def _filtered(value: bytes, names: frozenset[bytes]) -> bytes:
    crumbs = value.split(b";")
    kept = [crumb for crumb in crumbs if crumb.partition(b"=")[0].strip() not in names]
    if len(kept) == len(crumbs):
        return value
    return b";".join(kept).removeprefix(b" ") if kept else b""
