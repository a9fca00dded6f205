"""While `make serve` runs: an embedded server that died is started again, a few times; then all stops, saying why."""

import os
import signal
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from pathlib import Path

from .servers import Servers
from .words import Failed, say

TRIES, WITHIN_SECONDS = 3, 600.0


def end_supervisor() -> None:
    """Its own way to stop everything."""
    os.kill(os.getpid(), signal.SIGTERM)


class Watch(threading.Thread):
    """Looks after the servers every `pause` seconds; `trouble` tells why it gave up and asked for the end of it all."""

    def __init__(
        self, servers: Servers, log: Path, *, pause: float = 1.0, give_up: Callable[[], None] = end_supervisor
    ):
        super().__init__(daemon=True)
        self.servers, self.log, self.pause, self.give_up = servers, log, pause, give_up
        self.trouble: Failed | None = None
        self._leaving = threading.Event()
        self._deaths: dict[str, deque[float]] = defaultdict(deque)

    def run(self) -> None:
        while not self._leaving.wait(self.pause):
            try:
                self.servers.revive(self._may_revive)
            except (Failed, OSError) as error:
                self.trouble = error if isinstance(error, Failed) else lost(str(error))
                self.give_up()
                return

    def stop(self) -> None:
        """Returns once nothing more will be started."""
        self._leaving.set()
        self.join()

    def _may_revive(self, name: str) -> None:
        now, deaths = time.monotonic(), self._deaths[name]
        while deaths and now - deaths[0] > WITHIN_SECONDS:
            deaths.popleft()
        deaths.append(now)
        if len(deaths) > TRIES:
            raise Failed(
                f"{name} berhenti sendiri berulang kali, jadi semuanya dihentikan; data tetap tersimpan. "
                f"Periksa ruang disk dan memori, lalu jalankan lagi make serve. Catatan: {self.log}",
                f"{name} kept ending by itself, so everything was stopped; the data are kept. Look at the disk's and "
                f"the memory's room, then run make serve again.",
            )
        say(f"{name} berhenti sendiri; dinyalakan lagi", f"{name} ended by itself; starting it again")


def lost(details: str) -> Failed:
    return Failed(
        "Folder data tidak dapat dibaca lagi, jadi semuanya dihentikan. Periksa disknya, lalu jalankan make serve.",
        "The data folder can no longer be read, so everything was stopped. Look at its disk, then run make serve.",
        details,
    )
