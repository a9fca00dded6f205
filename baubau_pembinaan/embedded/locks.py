"""Kernel locks on small files. They vanish with their holder, however it dies; process ids would go stale instead."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def gate(path: Path) -> Iterator[None]:
    """One process at a time; waits its turn. Raises FileNotFoundError when the folder is gone."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def hold(path: Path, *, shared: bool = False) -> int | None:
    """A descriptor that holds the lock until closed (by all who inherited it), or None when another is in the way."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        return None
    return fd


def is_held(path: Path) -> bool:
    """Whether anybody holds the lock just now."""
    if not path.exists():
        return False
    fd = hold(path)
    if fd is not None:
        os.close(fd)
    return fd is None


def wait_until_free(path: Path, seconds: float) -> bool:
    """Waits for the last holder to go; False when it is still there after `seconds`."""
    end = time.monotonic() + seconds
    while is_held(path):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def claim(path: Path, seconds: float = 0) -> int | None:
    """A record lock: unlike the others not inherited by forks, so it ends with this very process. None when taken."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                raise
            if time.monotonic() > end:
                os.close(fd)
                return None
            time.sleep(0.05)
        else:
            return fd


def wait_for_end_of_claim(path: Path) -> None:
    """Sleeps in the kernel until the process that claimed `path` is gone."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(fd, fcntl.LOCK_SH)
    finally:
        os.close(fd)  # lets go at once, so that the next supervisor can claim it
