"""Writes what in docs/ is made from the code: `python -m tests.docs` (make docs)."""

from __future__ import annotations

import re
from pathlib import Path

from requestbin import conf

DOCS = Path(__file__).resolve().parent.parent / "docs"
SETTINGS = re.compile(r"(?<=<!-- settings: )(.*? -->\n).*?(?=<!-- end -->)", re.DOTALL)


def configuration(text: str) -> str:
    """Return docs/configuration.md with the table of settings as conf.py has it."""
    head = "| name | meaning | value | default |\n|---|---|---|---|\n"
    lines = [
        f"| `{row['name']}` | {row['help']} | {row['shape']} | {row['default']} |\n"
        for row in conf.rows()
    ]
    return SETTINGS.sub(lambda found: f"{found[1]}\n{head}{''.join(lines)}\n", text)


if __name__ == "__main__":
    path = DOCS / "configuration.md"
    path.write_text(configuration(path.read_text()))
