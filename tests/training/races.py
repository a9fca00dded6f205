"""Deeds in the same moment, each with a connection of its own."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import connections


def at_once(*works: Callable[[], Any]) -> list[Exception | None]:
    """Run all at the same moment; answers what each raised, in their order."""
    start, raised = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=60)
            work()
        except Exception as error:
            raised[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


class Meeting:
    """Makes two deeds stand at the same place: each waits there until both came once, or for a moment where one is held
    up elsewhere (as a lock that works does)."""

    PATIENCE = 1.0  # seconds

    def __init__(self, parties: int = 2) -> None:
        self.met = threading.Event()
        self.barrier = threading.Barrier(parties, action=self.met.set)

    def wait(self) -> None:
        if self.met.is_set():
            return
        with suppress(threading.BrokenBarrierError):
            self.barrier.wait(timeout=self.PATIENCE)

    def before(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, after having waited."""

        def waited(*args: Any, **kwargs: Any) -> Any:
            self.wait()
            return work(*args, **kwargs)

        return waited
