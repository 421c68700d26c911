"""Who runs this instance, for what is shown to nobody else (metrics)."""

from __future__ import annotations

from django.http import HttpRequest

from requestbin.access import tokens

DIRECT = "requestbin.direct"
"""Where the gate says in the ASGI scope whether a request came straight from this machine."""


def is_operator(request: HttpRequest) -> bool:
    """Tell whether a request comes straight from this machine or bears the instance token."""
    if getattr(request, "scope", {}).get(DIRECT, False):
        return True
    return tokens.is_instance_token(tokens.bearer_of(request.headers.get("Authorization", "")))
