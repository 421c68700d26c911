"""What counts as JSON in a call: less than Python's own parser lets through."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class StrictParser(Parser):
    """Reads UTF-8 JSON without NaN, Infinity and lone surrogates (RFC 8259): neither store, nor
    the UTF-8 of an answer, can hold those."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the value of the body. Raises ValueError, or RecursionError when too deep."""
        text = request.body.decode()
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
        return value


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError("a number is too large")
    return value


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
