"""What the detail of a request offers for sending it on: its deliveries, and where it may go."""

from __future__ import annotations

import zlib
from typing import Any

from django.conf import settings

from requestbin.bins.address import split_query
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.web.replaying import is_remote
from requestbin.web.sends import sends_of
from requestbin.web.targets import targets_of


def forwards_of(bin: Bin, row: CapturedRequest) -> dict[str, Any]:
    """Return what the actions and the head of a request's detail show."""
    targets = targets_of(bin, settings.REQUESTBIN)
    shown = zlib.crc32("\n".join(target.url for target in targets).encode())
    return {
        "actions": f"{row.seq}-{int(row.starred)}-{shown:x}",
        "sends": sends_of(bin, row.seq),
        "targets": targets,
        "example": example_of(row),
        "remote": is_remote(),
    }


def example_of(row: CapturedRequest) -> str:
    """Return a URL as people might give it, with the path that the request came by."""
    path = split_query(row.below)[0].decode("latin-1")
    origin = "https://staging.example.com" if is_remote() else "http://localhost:3000"
    return f"{origin}{path if path.strip('/') else '/webhooks'}"
