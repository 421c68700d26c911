"""`manage.py serve`, whole, with the deadlines of a hurry: to see slow clients cut off at once."""

from __future__ import annotations

import sys
from functools import partial

import django
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    django.setup()
    from requestbin.management.commands import serve

    serve.Limits = partial(  # type: ignore[misc, assignment]
        serve.Limits, head_seconds=1.5, body_seconds=1.5, idle_seconds=3.0, linger_seconds=1.0,
        sweep_seconds=0.2,
    )  # fmt: skip
    execute_from_command_line(["manage.py", *sys.argv[1:]])
