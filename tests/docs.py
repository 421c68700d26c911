"""Writes what in docs/ is made from the code: `python -m tests.docs` (make docs)."""

from __future__ import annotations

import re
from pathlib import Path

from requestbin import conf
from requestbin.inspection.query import KINDS
from tests.docs_providers import providers

DOCS = Path(__file__).resolve().parent.parent / "docs"
TERMS = re.compile(r"(<!-- terms -->\n).*?(?=<!-- end -->)", re.DOTALL)
SETTINGS = re.compile(r"(?<=<!-- settings: )(.*? -->\n).*?(?=<!-- end -->)", re.DOTALL)


def configuration(text: str) -> str:
    """Return docs/configuration.md with the table of settings as conf.py has it."""
    head = "| name | meaning | value | default |\n|---|---|---|---|\n"
    lines = [
        f"| `{row['name']}` | {row['help']} | {row['shape']} | {row['default']} |\n"
        for row in conf.rows()
    ]
    return SETTINGS.sub(lambda found: f"{found[1]}\n{head}{''.join(lines)}\n", text)


def search(text: str) -> str:
    """Return docs/search.md with the table of terms as the search language has it."""
    lines = [f"| `{kind.example}` | {kind.help} |\n" for kind in KINDS]
    table = f"| a term | finds |\n|---|---|\n{''.join(lines)}"
    return TERMS.sub(lambda found: f"{found[1]}\n{table}\n", text)


MADE = {"configuration.md": configuration, "search.md": search, "providers.md": providers}
"""What is made anew of each file."""

if __name__ == "__main__":
    for name, make in MADE.items():
        path = DOCS / name
        path.write_text(make(path.read_text()))
