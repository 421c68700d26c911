"""What names a value from beside it in JSON: the label of a pair, the column of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from requestbin.inspection.masking.names import NONE

VALUES = frozenset(("value", "values", "val", "v"))
HELD = VALUES | {"content", "data", "text", "answer"}
"""A list of `{"name": ..., "value": ...}` names what it holds in its own way."""
LABELS = frozenset(
    (
        "name", "key", "k", "field", "header", "label", "param", "parameter", "attribute",
        "property", "variable",
    )
)  # fmt: skip
WEAK = frozenset(("id", "type"))
"""These name what is called a value, and no more: the `data` of many an event stands by its id."""
NAMED_BY = {**dict.fromkeys(LABELS, HELD), **dict.fromkeys(WEAK, VALUES)}

COLUMNS = frozenset(
    (
        "columns", "cols", "column_names", "columnnames", "fields", "field_names", "fieldnames",
        "header", "headers", "keys", "names",
    )
)  # fmt: skip
ROWS = frozenset(("rows", "data", "values", "records", "items", "results"))
"""`{"columns": ["id", "password"], "rows": [[1, ...]]}` names what a list holds by its place."""

_REMEMBERED = frozenset((*NAMED_BY, *HELD, *COLUMNS, *ROWS))

Span = tuple[int, int]


@dataclass
class Frame:
    """An object or list that is open; what stands in it is told by its place among the pieces."""

    bracket: str
    began: int
    secret: bool
    inside: bool  # a value that a label beside it, which may still come, can name
    key: str = ""
    named: frozenset[str] = NONE
    """The keys under which secrets are held."""
    held: list[tuple[str, int, int]] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)
    """Which hold secrets: of an object that is a table, or of the list that names them."""
    rows: list[list[int]] = field(default_factory=list)

    @property
    def may_be_named(self) -> bool:
        """Tell whether the next value may yet turn out to be a secret's, or the name of one."""
        in_pair = self.bracket == "[" and len(self.items) < 2
        return self.inside or in_pair or self.key in _REMEMBERED

    def secrets(self) -> Iterator[Span]:
        """Give where that stands which an object showed before it was named."""
        for key, start, end in self.held:
            if key in self.named:
                yield start, end
        columns = sorted(self.columns)
        for row in self.rows:
            for column in columns:
                if column >= len(row) - 1:
                    break  # or a thousand names of columns would cost as much in every row
                yield row[column], row[column + 1]

    def add_row(self, row: list[int], around: list[Frame], *, is_flat: bool) -> None:
        """Keep where the items of this list begin, and the last ends, if it is one of a table."""
        table = around[-1]
        if table.bracket == "[" and len(around) > 1:
            table = around[-2]
        elif not is_flat:  # but a list of rows
            return
        if table.bracket == "{" and table.key in ROWS:
            table.rows.append(row)
