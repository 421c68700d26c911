"""How the process logs: a JSON object a line, or readable on a terminal; never what was sent to us.

Routes are logged, not paths: a path holds keys. What other libraries would log of requests is
taken out here, by the name of their logger.
"""

from __future__ import annotations

import logging
import logging.config
import re
import sys
import warnings
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

SHARED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
ROWS = r"\n(DETAIL|CONTEXT): .*?(?=\n\n|\Z)"


def table(level: str, *, readable: bool | None = None) -> dict[str, Any]:
    """Return Django's LOGGING; `readable` (else: stderr is a terminal) chooses text over JSON.

    `level` is for our own loggers. Others say what goes wrong and no more: below WARNING they tell
    of paths, addresses and headers.
    """
    text = sys.stderr.isatty() if readable is None else readable
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"scrub": {"()": Scrub}},
        "formatters": {"lines": {"()": formatter, "readable": text}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["scrub"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "requestbin": {"level": level},
            # Django gives these two handlers of its own, which would print paths.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},  # a visitor's 404 is not the operator's matter
        },
    }


def formatter(readable: bool) -> logging.Formatter:
    """Return the formatter of every line. Tracebacks are plain: no local variables, they hold
    bodies."""
    return ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[ProcessorFormatter.remove_processors_meta, *_rendering(readable)],
    )


def _rendering(readable: bool) -> list[Processor]:
    plain = structlog.dev.plain_traceback
    last = (
        structlog.dev.ConsoleRenderer(exception_formatter=plain)
        if readable
        else structlog.processors.JSONRenderer()
    )
    return [structlog.processors.format_exc_info, _without_rows, last]


def _without_rows(logger: Any, method: str, event: EventDict) -> EventDict:
    """PostgreSQL's DETAIL quotes the row that it refused, body and all."""
    if "exception" in event:
        event["exception"] = re.sub(ROWS, "", event["exception"], flags=re.DOTALL)
    return event


class Scrub(logging.Filter):
    """Takes what was sent to us out of the records of other libraries."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record where its logger has a rule; let it through."""
        for prefix, rule in RULES.items():
            if record.name == prefix or record.name.startswith(f"{prefix}."):
                record.msg, record.args = rule(record), ()
                break
        return True


def _routed(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", 500)
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    route = getattr(match, "view_name", None) or "no route"
    return f"{HTTPStatus(status).phrase}: {route}"


def _kind_alone(record: logging.LogRecord) -> str:
    record.exc_info = record.exc_text = None  # its message quotes the header that was refused
    return f"refused: {record.name.rpartition('.')[2]}"


def _template(record: logging.LogRecord) -> str:
    return re.sub(r"%\S", "…", str(record.msg))


def _first_words(record: logging.LogRecord) -> str:
    return re.split(r"[(<\n]", record.getMessage(), maxsplit=1)[0].strip()


RULES: dict[str, Callable[[logging.LogRecord], str]] = {
    "django.security.csrf": _routed,
    "django.security": _kind_alone,
    "django.request": _routed,
    "django.channels": _template,
    "daphne": _template,  # it names connections by their URI
    "asyncio": _first_words,  # it goes on with the arguments of what failed
}
"""By logger, the first that fits: what a record may say."""


def quiet_streaming_warning() -> None:
    """Drop Django's warning about WhiteNoise's files, which are small and read in a thread."""
    warnings.filterwarnings(
        "ignore", message="StreamingHttpResponse must consume synchronous iterators"
    )
