"""The lifespan protocol: what an application says, and what its silence means."""

from __future__ import annotations

from typing import Any

import pytest

from requestbin.server.lifespan import Lifespan, StartupFailed


def application(*steps: dict[str, Any] | Exception) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        for step in steps:
            await receive()
            if isinstance(step, Exception):
                raise step
            await send(step)

    return app


UP = {"type": "lifespan.startup.complete"}


async def test_start_and_stop() -> None:
    life = Lifespan(application(UP, {"type": "lifespan.shutdown.complete"}))
    await life.start()
    assert await life.stop() == ""


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"type": "lifespan.startup.failed", "message": "no disk"}, "no disk"),
        ({"type": "lifespan.startup.failed"}, "could not start"),
        (RuntimeError("broken"), "RuntimeError: broken"),
    ],
)
async def test_a_failed_start_says_why(step: Any, said: str) -> None:
    with pytest.raises(StartupFailed, match=said):
        await Lifespan(application(step)).start()


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"type": "lifespan.shutdown.failed", "message": "rows left"}, "rows left"),
        (RuntimeError("broken"), "RuntimeError: broken"),
    ],
)
async def test_a_failed_shutdown_says_why(step: Any, said: str) -> None:
    life = Lifespan(application(UP, step))
    await life.start()
    assert said in await life.stop()


async def test_an_application_that_ended_early_has_nothing_to_shut_down() -> None:
    life = Lifespan(application(UP))
    await life.start()
    assert "shutdown" in (await life.stop() or "shutdown")
