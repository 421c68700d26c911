"""A few threads for calls that block, which hold up neither the event loop nor an exit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

Job = Callable[[], None]


class Threads:
    """Runs jobs on at most `most` threads, in the order in which they came.

    Threads are kept: `Thread.start` waits until the new one has run, which under load took a third
    of the event loop's time. They are daemons, unlike those of `ThreadPoolExecutor`: a call that
    never returns must not keep the process from ending.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._idle = threading.Semaphore(0)

    def run(self, job: Job) -> None:
        """Have `job` called, now or when a thread is free; it must not raise. One caller at a time.

        Raises RuntimeError when the first thread cannot be started.
        """
        self._jobs.put(job)
        if self._idle.acquire(blocking=False) or self._count >= self._most:
            return
        try:
            threading.Thread(target=self._work, name="egress", daemon=True).start()
            self._count += 1
        except RuntimeError:  # the system gives no more; those that run will come to it
            if not self._count:
                raise

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                self._idle.release()
                job = self._jobs.get()
            job()
