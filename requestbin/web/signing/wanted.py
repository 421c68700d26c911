"""What a provider's secret is made of, as the fields of a form: names, looks, where it is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from requestbin.providers import Provider

ONE = "secret"
"""The field of a provider whose secret is one text."""
LONG = ("certificate", "public_key", "private_key", "key")
"""Names of values that may have several lines."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value to give: `long` where it may have several lines, `open` where it is no secret."""

    name: str
    label: str
    long: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for to check a provider's signatures."""

    provider: Provider
    fields: tuple[Field, ...]

    @property
    def hint(self) -> str:
        """Return how the secret looks."""
        return self.provider.secret_hint

    @property
    def where(self) -> str:
        """Return where people find it."""
        return self.provider.secret_where

    def given(self, posted: Mapping[str, str]) -> str | dict[str, str]:
        """Return the secret that a form holds; empty where nothing was given."""
        if self.fields[0].name == ONE:
            return clean(posted.get(ONE, ""), self.fields[0].long)
        values = {each.name: clean(posted.get(each.name, ""), each.long) for each in self.fields}
        return {name: value for name, value in values.items() if value}


def wanted_of(provider: Provider) -> Wanted:
    """Return what is asked for of a provider."""
    names = provider.secret_fields
    if not names:
        long = provider.signs and not provider.shared
        return Wanted(provider, (Field(ONE, capitalised(provider.secret_name), long),))
    found = (Field(each, capitalised(each.replace("_", " ")), each in LONG) for each in names)
    return Wanted(provider, tuple(found))


def clean(text: str, long: bool) -> str:
    """Return a value as it was pasted, less what a browser or a copy put around it."""
    return text.replace("\r\n", "\n").strip() if long else text.strip()


def capitalised(text: str) -> str:
    """Return a text with its first letter large, all else as it is: `HMAC key`."""
    return text[:1].upper() + text[1:]
