"""A bin with something in it, and workers that end with the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # models can be imported only once the settings stand
    from requestbin.bins.models import Bin
    from requestbin.forwarding.worker import Worker
    from tests.forwarding.working import Work


@pytest.fixture
def bin(transactional_db: None) -> Bin:
    """Give a bin that caught one request, number 1."""
    from tests.builders import captured, make_bin, store

    made = make_bin()
    store(made, captured())
    return made


@pytest.fixture
def work(transactional_db: None) -> Iterator[Work]:
    """Give `work(**options)`: a worker that runs until the test ends."""
    from tests.forwarding.working import working

    with ExitStack() as running:

        def start(**options: Any) -> Worker:
            return running.enter_context(working(**options))

        yield start
