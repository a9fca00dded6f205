"""Ties a long-running program to its supervisor: when that is killed, the program does not stay behind."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from . import locks

GRACE_SECONDS = 10
PR_SET_PDEATHSIG = 1


def tether(claim: Path, command: Sequence[str]) -> int:
    """Runs `command` to its end and returns its code; ends it once the process that claimed `claim` is gone.

    Expects to lead its own process group (honcho starts it so), for it signals the whole group.
    """
    # A handler rather than SIG_IGN: programs inherit the latter. The group's signal reaches the command itself.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    child = subprocess.Popen(command, preexec_fn=_end_with_parent)
    threading.Thread(target=_end_with, args=(claim,), daemon=True).start()
    return child.wait()


def _end_with_parent() -> None:
    """In the child: Linux ends it should even the tether itself be killed. Elsewhere the tether alone must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_with(claim: Path) -> None:
    locks.wait_for_end_of_claim(claim)
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)
