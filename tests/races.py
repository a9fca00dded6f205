"""Deeds in the same moment, each with a connection of its own."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connections

LONG = 60.0  # seconds a busy machine is given to bring somebody to a meeting that nothing holds up


def at_once(*works: Callable[[], Any]) -> list[Exception | None]:
    """Run all at the same moment; answers what each raised, in their order."""
    start, raised = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=LONG)
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
    """Makes deeds stand at the same place: each waits there until all came once, or for a moment where one is held up
    elsewhere (as a lock that works does)."""

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

    def after(self, look: Callable[..., Any]) -> Callable[..., Any]:
        """The same look, whose answer comes when all have looked."""

        def looked(*args: Any, **kwargs: Any) -> Any:
            found = look(*args, **kwargs)
            self.wait()
            return found

        return looked


@pytest.fixture
def unguarded(monkeypatch):
    """With the guard off nothing holds a deed up, so all come to their meeting, on a busy machine too."""
    monkeypatch.setattr(Meeting, "PATIENCE", LONG)
