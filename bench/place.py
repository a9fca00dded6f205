"""Where a run lives: a throw-away data folder with servers of its own, and the web server as `make serve` runs it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from baubau_pembinaan import embedded
from baubau_pembinaan.embedded import locks, network
from baubau_pembinaan.embedded.prepare import prepare
from baubau_pembinaan.embedded.serve import Site, programs
from baubau_pembinaan.embedded.servers import BASE_DIR, clear_throwaway

# Nothing of the surrounding installation may be reached from here.
FOREIGN = [
    *("DATABASE_URL", "REDIS_URL", "CACHE_URL", "CELERY_BROKER_URL", "DATA_DIR", "THROWAWAY_DIR", "STATIC_ROOT"),
    *("MEDIA_ROOT", "SECRET_KEY", "DEBUG", "SITE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "GUNICORN_CMD_ARGS"),
    *("SURVEY_LEAST_SECONDS", "SURVEY_FLOOD_ANSWERS", "SURVEY_FLOOD_ANSWERS_A_DAY"),
]


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """The folder of this run, servers started, tables made, Django set up; nothing is left afterwards."""
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    base = BASE_DIR / ".data-bench"
    base.mkdir(mode=0o700, exist_ok=True)
    for left_by_a_killed_run in base.glob("run-*"):
        clear_throwaway(left_by_a_killed_run)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=base))
    servers = embedded.ensure(folder)
    try:
        prepare(folder, demo=False)
        import django

        django.setup()
        yield folder
    finally:
        if "django" in sys.modules:
            from django.db import connections

            connections.close_all()
        servers.release()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def web_server(folder: Path, port: int = 0) -> Iterator[tuple[str, int]]:
    """Address of the product under gunicorn with the very command of `make serve`, on loopback."""
    address = ("127.0.0.1", port or free_port())
    command = programs(Site(*address))["web"]
    command[command.index("baubau_pembinaan.wsgi")] = "bench.wsgi"
    claim = folder / "bench.lock"
    held = locks.claim(claim, seconds=1)
    tethered = [sys.executable, "-m", "baubau_pembinaan.embedded", "tether", str(claim), *command]
    with (folder / "logs" / "web.log").open("w") as log:
        web = subprocess.Popen(tethered, cwd=BASE_DIR, stdout=log, stderr=log, start_new_session=True)
    try:
        end = time.monotonic() + 60
        while not network.answers(*address):
            if web.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"the web server did not start:\n{(folder / 'logs' / 'web.log').read_text()}")
            time.sleep(0.1)
        yield address
    finally:
        os.killpg(web.pid, signal.SIGTERM)
        try:
            web.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(web.pid, signal.SIGKILL)
            web.wait()
        if held is not None:
            os.close(held)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Memory(NamedTuple):
    """Megabytes of the web server. A page of memory shared by three processes is a third in each (Linux' PSS)."""

    workers: float
    everything: float


def web_memory(port: int) -> Memory:
    """What the two workers take, and they with the parent that loaded the product before it forked them."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
            if f"127.0.0.1:{port}".encode() not in command or b"tether" in command:
                continue
            lines = (entry / "smaps_rollup").read_text().splitlines()
            share = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        found[int(entry.name)] = (parent, share * 1024 / 1e6)
    workers = sum(share for parent, share in found.values() if parent in found)
    return Memory(workers, sum(share for _parent, share in found.values()))
