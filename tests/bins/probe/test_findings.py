"""Findings are kept as JSON and read again, those of earlier versions too."""

from __future__ import annotations

import json

from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.findings import Finding, restored


def test_they_survive_storage() -> None:
    made = [finding("front", names="nginx", fronts=["nginx"]), finding("case")]
    assert restored(json.loads(json.dumps([each.stored() for each in made]))) == made


def test_those_without_facts_are_read() -> None:
    assert restored([("lost", "The header X did not arrive.")]) == [
        Finding("lost", "The header X did not arrive.", {})
    ]
