"""Every test here has a data folder and servers of its own; the suite's shared ones are never touched."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from baubau_pembinaan.embedded import Servers

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "DATA_DIR", "THROWAWAY_DIR", "TEST_DATA_DIR", "MEDIA_ROOT")
OURS += ("DJANGO_SETTINGS_MODULE", "PORT", "HOST", "DEMO", "YES", "SITE_URL", "ALLOWED_HOSTS")


@pytest.fixture
def clean_env(monkeypatch) -> None:
    """As on a newcomer's machine: nothing of the test run's own servers in the environment."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data_dir(clean_env) -> Iterator[Path]:
    """A data folder with a short path (so that sockets fit into it), stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="emb-"))
    yield folder
    for pid in processes_of(folder):
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def processes_of(data_dir: Path) -> list[int]:
    """The processes that name this data folder in their command line, whoever started them."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(data_dir) in line and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def eventually(true: Callable[[], object], seconds: float = 60) -> bool:
    """Whether `true` comes true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def write_row(servers: Servers, text: str) -> None:
    with psycopg2.connect(servers.postgres.url) as connection, connection.cursor() as cursor:
        cursor.execute("create table if not exists diary (line text)")
        cursor.execute("insert into diary values (%s)", [text])
    connection.close()


def rows(servers: Servers) -> list[str]:
    with psycopg2.connect(servers.postgres.url) as connection, connection.cursor() as cursor:
        cursor.execute("select line from diary order by line")
        found = [line for (line,) in cursor.fetchall()]
    connection.close()
    return found
