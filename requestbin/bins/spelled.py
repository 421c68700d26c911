"""A condition that is spelled differently in SQLite and PostgreSQL, and means the same in both.

Text is compared by the letters A to Z without case, everything else as it is: both can do that,
whatever their locale.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func

from requestbin.inspection.query import Glob

Sql = tuple[str, list[Any]]
"""Text with `@` for the column, and the values of its `%s`."""

LIKE = r"LIKE %s ESCAPE '\'"


class Spelled(Func):
    """A condition on one column. It is true or false and never null, so that it can be negated."""

    output_field = BooleanField()

    def __init__(self, column: str, sqlite: Sql, postgresql: Sql) -> None:
        super().__init__(F(column))
        self.words = {"sqlite": sqlite, "postgresql": postgresql}

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> Sql:  # type: ignore[override]
        """Return it for the database at hand."""
        column = compiler.compile(self.source_expressions[0])[0]
        text, values = self.words[connection.vendor]
        return text.replace("@", column), values


def like(column: str, pattern: str) -> Spelled:
    """Ask that a text is like a pattern, which has no capital letters."""
    return Spelled(
        column, (f"(@ {LIKE})", [pattern]), (f"""(lower(@ COLLATE "C") {LIKE})""", [pattern])
    )


def pattern(glob: Glob) -> str:
    """Return a glob as a pattern of LIKE."""
    return "%".join(map(escaped, glob.pieces))


def escaped(text: str) -> str:
    """Return what stands for `text` itself in a pattern of LIKE."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
