"""What people may set of a bin, in the units that they think in, checked before it is stored."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict

from requestbin.bins import actions
from requestbin.bins.models import Bin
from requestbin.ingest import answers
from requestbin.web.handshakes import providers_for

DAY, MIB = 86400, 1024 * 1024
MAX_REQUESTS = 1_000_000
MIN_DAYS, MAX_DAYS = 0.042, 3650  # from an hour, as `_trimmed` shows it
MAX_MIB = 100 * 1024
KEPT = {"keep_requests": "keep_requests", "keep_days": "keep_seconds", "keep_mib": "keep_bytes"}
"""Field to what it is called, and counted in, by the model."""
PLAIN = (
    *("name", "private", "answer_status", "answer_headers", "answer_delay_ms"),
    *("provider", "handshakes", "confirms"),
)
"""What the model calls and counts as the form does."""
LINES = forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"})


def _kept(least: str, most: str) -> dict[str, str]:
    """Return what is said of a figure that is missing, too small or too large."""
    return {
        "required": "Say how many.",
        "min_value": f"Keep at least {least}.",
        "max_value": f"Keep at most {most}.",
    }


class SettingsForm(forms.Form):
    """The settings of one bin; `changes()` gives them as `bins.actions.update` takes them."""

    name = forms.CharField(max_length=80, required=False)
    private = forms.BooleanField(required=False)
    answer_status = forms.IntegerField()
    answer_headers = forms.CharField(required=False, strip=False, widget=LINES)
    answer_body = forms.CharField(required=False, strip=False, widget=LINES)
    answer_delay_ms = forms.IntegerField()
    provider = forms.ChoiceField(required=False)
    handshakes = forms.BooleanField(required=False)
    confirms = forms.BooleanField(required=False)
    keep_requests = forms.IntegerField(
        min_value=1,
        max_value=MAX_REQUESTS,
        error_messages=_kept("1 request", f"{MAX_REQUESTS:,} requests"),
    )
    keep_days = forms.FloatField(
        min_value=MIN_DAYS,
        max_value=MAX_DAYS,
        error_messages=_kept(f"one hour: {MIN_DAYS} days or more", f"{MAX_DAYS:,} days"),
    )
    keep_mib = forms.IntegerField(
        min_value=1,
        max_value=MAX_MIB,
        error_messages=_kept("1 megabyte", f"{MAX_MIB:,} megabytes"),
    )

    def __init__(self, posted: QueryDict | None, bin: Bin, shared: bool) -> None:
        super().__init__(posted, initial=_shown(bin), label_suffix="")
        self.bin = bin
        self.binary_answer = body_text(bin) is None
        self._untouched = {
            name for name in KEPT if posted and posted.get(name) == str(self.initial[name])
        }
        self._allow_what_is_set()
        cast("forms.ChoiceField", self.fields["provider"]).choices = providers_for(bin)
        if not shared:
            del self.fields["private"]
        if self.binary_answer:
            del self.fields["answer_body"]

    def _allow_what_is_set(self) -> None:
        """The API and the environment may set what this form would not: it must not be in the way
        of the other fields, nor be rounded to what is shown of it."""
        for name in KEPT:
            field = cast("forms.IntegerField", self.fields[name])
            shown = self.initial[name]
            field.widget.attrs["min"] = min(field.min_value, shown)
            field.widget.attrs["max"] = max(field.max_value, shown)
            if name in self._untouched:
                field.validators = []

    def clean(self) -> dict[str, Any]:
        """Let the rules of answers judge the answer as a whole."""
        values: dict[str, Any] = super().clean() or {}
        if {"answer_status", "answer_delay_ms"} <= values.keys():
            try:
                values["answer_headers"] = answers.checked(
                    values["answer_status"],
                    header_pairs(values.get("answer_headers", "")),
                    self._body(values),
                    values["answer_delay_ms"],
                )
            except ValueError as error:
                self.add_error(None, str(error))
        if not self.errors:
            try:
                actions.demand_keepable(settings.REQUESTBIN, self.changes())
            except actions.TooMuchKept as error:
                self.add_error(None, str(error))
        return values

    def changes(self) -> dict[str, Any]:
        """Return what was set, in the units of the model."""
        values = self.cleaned_data
        return {
            **{name: values[name] for name in PLAIN if name in values},
            "answer_body": self._body(values),
            "keep_requests": values["keep_requests"],
            "keep_seconds": round(values["keep_days"] * DAY),
            "keep_bytes": values["keep_mib"] * MIB,
            **{KEPT[name]: getattr(self.bin, KEPT[name]) for name in self._untouched},
        }

    def _body(self, values: dict[str, Any]) -> bytes:
        """A form turns line ends into CRLF, so what was not edited stays as it is stored."""
        stored = body_text(self.bin)
        if stored is None:
            return bytes(self.bin.answer_body)
        text = str(values.get("answer_body", "")).replace("\r\n", "\n")
        unchanged = text == stored.replace("\r\n", "\n")
        return bytes(self.bin.answer_body) if unchanged else text.encode()


def header_pairs(text: str) -> list[list[str]]:
    """Return the pairs that lines of `Name: value` hold. Raises ValueError with a sentence."""
    pairs = []
    for line in text.replace("\r\n", "\n").split("\n"):  # splitlines() would also cut at 0x85
        name, colon, value = line.partition(":")
        if line.strip() and not colon:
            raise ValueError(f"A header is written as “Name: value”; “{line[:60]}” has no colon.")
        if line.strip():
            pairs.append([name, value])
    return pairs


def body_text(bin: Bin) -> str | None:
    """Return the bin's answer as text to edit, None where it is not text."""
    try:
        text = bytes(bin.answer_body).decode()
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _shown(bin: Bin) -> dict[str, Any]:
    return {
        "name": bin.name,
        "private": bin.private,
        "answer_status": bin.answer_status,
        "answer_headers": "\n".join(f"{name}: {value}" for name, value in bin.answer_headers),
        "answer_body": body_text(bin),
        "answer_delay_ms": bin.answer_delay_ms,
        "provider": bin.provider,
        "handshakes": bin.handshakes,
        "confirms": bin.confirms,
        "keep_requests": bin.keep_requests,
        "keep_days": _trimmed(bin.keep_seconds / DAY),
        "keep_mib": max(1, round(bin.keep_bytes / MIB)),
    }


def _trimmed(number: float) -> float | int:
    return int(number) if number == int(number) else round(number, 3)
