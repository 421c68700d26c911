"""A provider of one's own as a form: each field checked by itself, its errors beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from requestbin.bins.models import Bin, OwnProvider
from requestbin.providers import Provider
from requestbin.providers.own import MAX_TEXT, SLUG, NotAProvider, provider_from
from requestbin.providers.places import KINDS, UnknownPlace, place
from requestbin.providers.provider import condition
from requestbin.providers.signatures.hashes import ALGORITHMS, Hmac
from requestbin.providers.signatures.parts import UnknownPart, template
from requestbin.providers.signatures.signed import ITEM

TYPED = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
ENCODINGS = (("hex", "hex"), ("base64", "base64"), ("base64url", "base64url, without padding"))
UNITS = (("s", "Unix seconds"), ("ms", "Unix milliseconds"), ("rfc3339", "RFC 3339"))
KEYS = (
    ("utf8", "as it is, as text"),
    ("base64", "decoded from base64"),
    ("hex", "decoded from hex"),
    ("whsec", "after whsec_, decoded from base64"),
)
TEMPLATES = ("{body}", "{timestamp}.{body}", "{id}.{timestamp}.{body}", "{url}{body}")
"""Examples of what is signed, to press."""
MAX_TOLERANCE = 30 * 86400


def _text(required: bool = False, missing: str = "", **attributes: str) -> forms.CharField:
    return forms.CharField(
        required=required,
        max_length=MAX_TEXT,
        strip=False,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={**TYPED, **attributes}),
    )


class OwnForm(forms.Form):
    """The vocabulary of the table as fields; `definition()` gives them as `providers.own` takes
    them."""

    name = forms.CharField(
        max_length=60,
        error_messages={"required": "Say what it is called."},
        widget=forms.TextInput(attrs={**TYPED, "placeholder": "Acme"}),
    )
    signature = _text(True, "Say where the signature stands.", placeholder="X-Acme-Signature")
    algorithm = forms.ChoiceField(
        choices=[(each, f"HMAC-{each.upper()}") for each in ALGORITHMS], initial="sha256"
    )
    encoding = forms.ChoiceField(choices=ENCODINGS)
    key = forms.ChoiceField(choices=KEYS)
    signed = _text(True, "Say what is signed; usually it is {body}.", placeholder="{body}")
    before = _text(placeholder="sha256=")
    separator = _text(placeholder=",")
    timestamp = _text(placeholder="X-Acme-Timestamp, or item:t=")
    unit = forms.ChoiceField(choices=UNITS)
    tolerance = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MAX_TOLERANCE,
        error_messages={
            "invalid": "The tolerance is a whole number of seconds.",
            "min_value": "The tolerance is at least 1 second; leave it empty for none.",
            "max_value": "The tolerance is at most 30 days.",
        },
    )
    id = _text(placeholder="X-Acme-Id")
    detect = _text(placeholder="X-Acme-Event")
    event = _text(placeholder="X-Acme-Event, or json:type")

    def __init__(self, posted: QueryDict | None, row: Mapping[str, Any] | None = None) -> None:
        super().__init__(posted, initial=_shown(row or {"signed": "{body}"}), label_suffix="")
        self.slug = str((row or {}).get("slug", ""))
        for name, field in self.fields.items():
            if posted is not None and name in self.errors:
                field.widget.attrs |= {
                    "aria-invalid": "true",
                    "aria-describedby": f"id_{name}_error",
                }

    def clean_signature(self) -> str:
        return self._checked("signature", place)

    def clean_timestamp(self) -> str:
        value = str(self.cleaned_data["timestamp"]).strip()
        return value if value.startswith(ITEM) else self._checked("timestamp", place)

    def clean_id(self) -> str:
        return self._checked("id", place)

    def clean_event(self) -> str:
        return self._checked("event", place)

    def clean_detect(self) -> str:
        return self._checked("detect", condition)

    def clean_signed(self) -> str:
        value = str(self.cleaned_data["signed"])
        try:
            parts = template(value)
        except (UnknownPart, UnknownPlace) as problem:
            raise forms.ValidationError(str(problem)) from None
        if not parts.names:
            raise forms.ValidationError("Name a part of the request, as in {body}.")
        return value

    def clean(self) -> dict[str, Any]:
        """Let the whole be judged where each field is in order."""
        values: dict[str, Any] = super().clean() or {}
        names = template(values["signed"]).names if "signed" in values else ()
        if "timestamp" in names and "timestamp" in values and not values["timestamp"]:
            self.add_error("timestamp", "The time is signed, so say where it stands.")
        if "id" in names and "id" in values and not values["id"]:
            self.add_error("id", "The id is signed, so say where it stands.")
        if values.get("timestamp", "").startswith(ITEM) and not values.get("separator"):
            self.add_error("separator", "An item needs what separates the list, as a comma.")
        if not self.errors:
            try:
                provider_from(self.definition())
            except NotAProvider as problem:
                self.add_error(None, str(problem))
        return values

    def definition(self) -> dict[str, Any]:
        """Return the row as JSON, without what is left at its usual value."""
        values = self.cleaned_data
        row: dict[str, Any] = {
            "slug": self.slug or slug_of(values["name"]),
            "name": values["name"],
            **{name: values[name] for name in ("signature", "signed", "algorithm", "encoding")},
            "prefix": values["before"],
            **{name: values[name] for name in ("separator", "timestamp", "id")},
            "tolerance": values["tolerance"],
            "key": "" if values["key"] == "utf8" else values["key"],
            "unit": "" if values["unit"] == "s" or not values["timestamp"] else values["unit"],
            "detect": [values["detect"]] if values["detect"] else [],
            "event": [values["event"]] if values["event"] else [],
        }
        row = {name: value for name, value in row.items() if value not in ("", None, [])}
        if values["separator"]:
            row["trim"] = True
        if "{secret" in values["signed"]:
            row["keyed"] = False
        return row

    def provider(self) -> Provider:
        """Return the row as a provider."""
        return provider_from(self.definition())

    def _checked(self, name: str, read: Callable[[str], object]) -> str:
        value = as_place(str(self.cleaned_data[name]))
        if value:
            try:
                read(value)
            except UnknownPlace as problem:
                raise forms.ValidationError(str(problem)) from None
        return value


def definitions_of(bin: Bin) -> list[dict[str, Any]]:
    """Return the definitions of a bin's own providers, the oldest first."""
    rows = OwnProvider.objects.filter(bin=bin).order_by("pk")
    return list(rows.values_list("row", flat=True))


def definition_of(bin: Bin, slug: str) -> dict[str, Any] | None:
    """Return the definition of one, None where there is none."""
    rows = OwnProvider.objects.filter(bin=bin, slug=slug)
    return rows.values_list("row", flat=True).first()


def as_place(text: str) -> str:
    """Return a place as the table writes it: a bare name is that of a header."""
    text = text.strip()
    kind = text.removeprefix("!").partition(":")[0]
    return text if not text or kind in KINDS else f"header:{text}"


def slug_of(name: str) -> str:
    """Return a short word for a name: `acme_pay` of `Acmé Pay!`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    return word if SLUG.fullmatch(word) else f"own_{word}"[:40].rstrip("_") or "own"


def row_of(provider: Provider, name: str = "") -> dict[str, Any]:
    """Return the definition of a provider whose scheme is one of the vocabulary."""
    scheme = provider.schemes[0]
    assert isinstance(scheme, Hmac)
    fields = ("algorithm", "encoding", "prefix", "separator", "trim", "key", "timestamp", "unit")
    row: dict[str, Any] = {each: getattr(scheme, each) for each in (*fields, "tolerance", "id")}
    row |= {"signature": scheme.signature, "signed": scheme.signed, "detect": [*provider.detect]}
    if not scheme.keyed:
        row["keyed"] = False
    kept = {each: value for each, value in row.items() if value not in ("", None, [])}
    return {"slug": slug_of(name or provider.name), "name": name or provider.name, **kept}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition as the form shows it: of a list the first, of headers the bare names."""
    shown = {
        name: (value[0] if value else "") if isinstance(value, list) else value
        for name, value in row.items()
    }
    shown["before"] = shown.pop("prefix", "")
    for name in ("signature", "timestamp", "id", "detect", "event"):
        if isinstance(shown.get(name), str):
            shown[name] = shown[name].removeprefix("header:")
    return shown
