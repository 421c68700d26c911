"""The table of handshakes is used by the table of providers, and told in the manual."""

from __future__ import annotations

from pathlib import Path

from requestbin.providers import PROVIDERS
from requestbin.providers.handshakes import KINDS, brings_secret, names_to_confirm

PAGE = Path(__file__).parents[3] / "docs" / "handshakes.md"


def test_each_kind_of_a_provider_is_in_the_table_and_used() -> None:
    used = {kind for row in PROVIDERS for kind in row.handshake}
    assert used == {kind.name for kind in KINDS}
    assert [row.slug for row in PROVIDERS if brings_secret(row.slug)] == ["asana", "notion"]
    assert names_to_confirm() == ["Amazon SNS"]


def test_the_manual_tells_of_each_provider() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    for row in PROVIDERS:
        if row.handshake:
            assert any(row.name in line.split("|")[1] for line in rows), row.name
