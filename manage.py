#!/usr/bin/env python3
"""Runs the management commands: `manage.py serve` is the whole product."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name; a wrong setting ends it with a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requestbin.settings")
    from django.core.management import execute_from_command_line

    from requestbin.conf import ConfigurationError

    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(f"Not started: {error}")


if __name__ == "__main__":
    main()
