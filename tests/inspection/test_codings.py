"""Content encodings: chains, lies, cuts, and bombs that do not go off."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.codings import MAX_DECODED_BYTES, undo

Encode = Callable[[bytes], bytes]

ENCODERS: dict[str, Encode] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("body", [b"", b"a", b'{"a": 1}' * 500])
def test_each_is_undone(name: str, body: bytes) -> None:
    undone = undo(name.upper(), ENCODERS[name](body))
    assert (undone.data, undone.names, undone.problem) == (body, (name,), "")


@given(st.lists(st.sampled_from(sorted(ENCODERS)), min_size=1, max_size=5), st.binary(max_size=300))
def test_chains_are_undone_from_their_end(names: list[str], body: bytes) -> None:
    sent = body
    for name in names:
        sent = ENCODERS[name](sent)
    undone = undo(" , ".join(names), sent)
    assert (undone.data, undone.names, undone.problem) == (body, tuple(names), "")


def test_members_of_a_gzip_file_are_one_body() -> None:
    assert undo("gzip", gzip.compress(b"a") + gzip.compress(b"b")).data == b"ab"
    assert undo("gzip", gzip.compress(b"a") + b"\0\0").data == b"a"


def test_frames_of_zstandard_are_one_body() -> None:
    assert undo("zstd", zstandard.compress(b"a") + zstandard.compress(b"b")).data == b"ab"


def test_deflate_without_its_wrapper() -> None:
    assert undo("deflate", zlib.compress(b"bare")[2:-4]).data == b"bare"


@pytest.mark.parametrize("name", ENCODERS)
def test_a_bomb_gives_its_beginning(name: str) -> None:
    undone = undo(name, ENCODERS[name](bytes(3 * MAX_DECODED_BYTES)))
    assert len(undone.data) == MAX_DECODED_BYTES
    assert undone.problem == "Unfolds to more than 10 MB: this is the beginning."


def test_bombs_within_bombs_are_bounded_each() -> None:
    sent = gzip.compress(gzip.compress(brotli.compress(bytes(50_000_000))))
    assert len(undo("br, gzip, gzip", sent).data) == MAX_DECODED_BYTES


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_what_was_cut_off_is_read_as_far_as_it_goes(name: str) -> None:
    body = bytes(range(256)) * 400
    undone = undo(name, ENCODERS[name](body)[:-10])
    assert body.startswith(undone.data)
    assert undone.problem


@pytest.mark.parametrize("name", ENCODERS)
def test_a_lie_is_shown_as_sent(name: str) -> None:
    undone = undo(name, b"\x00plain text that nobody compressed")
    assert undone.data == b"\x00plain text that nobody compressed"
    assert undone.problem.startswith("Shown as sent: it ")


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("compress", "Shown as sent: it has the content encoding “compress”"),
        ("compress, br", "Undone as far as br: what was inside has the content encoding"),
        ("gzip, br", "Undone as far as br: what was inside claims to be gzip, and is not."),
        (", ".join(["gzip"] * 6), "Shown as sent: it names 6 content encodings."),
    ],
)
def test_what_is_not_undone_is_said(field: str, problem: str) -> None:
    assert undo(field, brotli.compress(b"plain")).problem.startswith(problem)


@pytest.mark.parametrize("field", ["", "identity", " , ", "identity, identity"])
def test_no_coding_changes_nothing(field: str) -> None:
    assert undo(field, b"abc").data == b"abc"
    assert not undo(field, b"abc").problem


@given(st.sampled_from([*ENCODERS, "x-gzip", "gzip, br", "zstd,deflate"]), st.binary(max_size=200))
def test_no_bytes_make_it_fail(field: str, body: bytes) -> None:
    for head in (b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x78\x9c"):
        assert isinstance(undo(field, head + body).data, bytes)
