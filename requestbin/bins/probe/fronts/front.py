"""What is known of one thing that may stand in front: how it shows itself, and what mends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from requestbin.http import Headers

Mark = tuple[str, str]
"""A header's name, and what its value holds (in lower case; "" where the name alone tells)."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What mends a finding at one front: `where` says where, `lines` are to be copied there.

    Without lines `where` is a sentence: a menu's path, or that nothing can be done.
    """

    where: str
    lines: str = ""

    def filled(self, facts: Mapping[str, object]) -> Mend:
        """Return it with `{facts}` in place; it is shown without where one is not known."""
        lines = self.lines
        for name, value in facts.items():
            lines = lines.replace(f"{{{name}}}", str(value))
        return Mend(self.where, lines)


@dataclass(frozen=True, slots=True)
class Front:
    """One row: `answers` are marks of its answers, `requests` those of what it passes on, `hosts`
    the ends of its names; `mends` says by a finding's code what to do there."""

    name: str
    answers: tuple[Mark, ...] = ()
    requests: tuple[Mark, ...] = ()
    hosts: tuple[str, ...] = ()
    mends: Mapping[str, Mend] = field(default_factory=dict)

    def shows(self, host: str, answered: Headers, arrived: Headers) -> bool:
        """Tell whether it has left a mark."""
        return (
            host.endswith(self.hosts)
            or bears(answered, self.answers)
            or bears(arrived, self.requests)
        )


def bears(headers: Headers, marks: Iterable[Mark]) -> bool:
    """Tell whether headers bear one of `marks`."""
    return any(
        needle in value.decode("latin-1").lower()
        for name, needle in marks
        for value in headers.get_all(name)
    )
