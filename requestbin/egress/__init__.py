"""The only way out: every outgoing request passes the guard."""

from __future__ import annotations

from requestbin.egress.client import Client
from requestbin.egress.exchange import DEFAULT_LIMITS, Answer, Limits
from requestbin.egress.failures import Failure, Unsendable
from requestbin.egress.wire import as_sent

__all__ = ["DEFAULT_LIMITS", "Answer", "Client", "Failure", "Limits", "Unsendable", "as_sent"]
