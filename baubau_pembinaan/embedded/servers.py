"""Starts, shares and stops the embedded servers of one data folder."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from . import locks, privileges
from .paths import make_data_dir, run_dir_of
from .postgres import Postgres
from .swap import FORMER_CACHE
from .valkey import Valkey, forget_in

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def default_data_dir() -> Path:
    """DATA_DIR, or `.data` beside manage.py."""
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data")


class Servers:
    """The servers of one data folder, started on entry and stopped on leaving unless somebody else uses them.

    Who uses them is a shared lock, which a killed process lets go by dying. A keeper (a small process of our own)
    stops servers whose last user was killed before it could.
    """

    def __init__(self, data_dir: Path, *, throwaway: bool = False, postgres: bool = True, valkey: bool = True):
        self.data_dir = Path(data_dir).absolute()
        if os.path.isdir(self.data_dir):  # noqa: PTH112 (Path.is_dir raises where a parent is closed)
            privileges.check_owner(self.data_dir)
        make_data_dir(self.data_dir)
        self.throwaway = throwaway
        self.gate = self.data_dir / "start.lock"
        self.users = self.data_dir / "users.lock"
        self.run_dir = run_dir_of(self.data_dir)
        self.postgres = Postgres(self.data_dir, self.run_dir, privileges.choose(), throwaway=throwaway)
        self.valkey = Valkey(self.data_dir, self.run_dir, throwaway=throwaway)
        self._wanted = [server for server, want in ((self.postgres, postgres), (self.valkey, valkey)) if want]
        self._use: int | None = None
        self._pid = 0

    def __enter__(self) -> "Servers":
        self.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()

    def environment(self) -> dict[str, str]:
        """The addresses of the servers started here, as the settings read them."""
        found = {"DATA_DIR": str(self.data_dir)}
        if self.postgres in self._wanted:
            found["DATABASE_URL"] = self.postgres.url
        if self.valkey in self._wanted:
            found |= {"REDIS_URL": self.valkey.url, "CACHE_URL": self.valkey.cache_url}
        return found

    def start(self) -> None:
        """Starts what is not running and counts this process among the users. Raises Failed in plain words."""
        if self._use is not None or not self._wanted:
            return
        with locks.gate(self.gate):
            self._use, self._pid = locks.hold(self.users, shared=True), os.getpid()
            try:
                for server in self._wanted:
                    server.start()
                self._forget_former_data()
            except BaseException:
                self._leave()
                raise
            if not locks.is_held(self.data_dir / "keeper.lock"):
                self._start_keeper()

    def revive(self, allow: Callable[[str], None]) -> None:
        """Starts again what died although it is in use; `allow`, told the name, may refuse by raising Failed."""
        if all(server.is_running() for server in self._wanted):
            return
        with locks.gate(self.gate):
            for server in self._wanted:
                if not server.is_running():
                    allow(server.title)
                    server.start()
            if not locks.is_held(self.data_dir / "keeper.lock"):
                self._start_keeper()

    def _forget_former_data(self) -> None:
        """After a restore: what the cache and the queue hold speaks of data that are no longer here."""
        stale, given = self.data_dir / FORMER_CACHE, os.environ.get("REDIS_URL") or ""
        if not stale.exists():
            return
        if self.valkey in self._wanted:
            self.valkey.forget()
        elif given and given != self.valkey.url:
            forget_in(given, os.environ.get("CACHE_URL") or given)
        else:
            return  # the next start that has one empties it
        stale.unlink()

    def release(self) -> None:
        """Leaves; the last to leave stops the servers (and clears a throw-away folder)."""
        if self._use is None or self._pid != os.getpid():
            return
        with locks.gate(self.gate):
            self._leave()

    def _leave(self) -> None:
        if self._use is not None:
            os.close(self._use)
            self._use = None
        self.stop_unless_used()

    def stop_unless_used(self) -> bool:
        """Under the gate: stops servers nobody uses, and says whether none is left running."""
        if locks.is_held(self.users):
            return False
        self.postgres.stop()
        self.valkey.stop()
        if self.throwaway:
            shutil.rmtree(self.data_dir, ignore_errors=True)
            if self.run_dir.parent != self.data_dir:
                shutil.rmtree(self.run_dir, ignore_errors=True)
        return True

    def is_running(self) -> bool:
        return self.postgres.is_running() or self.valkey.is_running()

    def _start_keeper(self) -> None:
        kind = ["--throwaway"] if self.throwaway else []
        subprocess.run(
            [sys.executable, "-m", "baubau_pembinaan.embedded", "keep", str(self.data_dir), *kind],
            cwd=BASE_DIR, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def ensure(data_dir: Path) -> Servers:
    """Starts or joins what this process lacks, exports the addresses, and leaves at the end of the process.

    DATABASE_URL and REDIS_URL, where set, take precedence, each for itself.
    """
    return _join(Servers(data_dir, **_lacking()))


def _lacking() -> dict[str, bool]:
    return {"postgres": not os.environ.get("DATABASE_URL"), "valkey": not os.environ.get("REDIS_URL")}


def _join(servers: Servers) -> Servers:
    servers.start()
    atexit.register(servers.release)
    os.environ.update(servers.environment())
    return servers


def throwaway(base: Path) -> Servers | None:
    """Fresh, fast servers in a folder of their own under `base`, gone at the end of this process.

    Processes started from here inherit them by environment and get None. Folders of runs that were killed are
    cleared on the way.
    """
    if inherited := os.environ.get("THROWAWAY_DIR"):
        os.environ["DATA_DIR"] = inherited
        return None
    base = base.absolute()
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    runner = privileges.choose()
    if runner.uid is not None and not runner.reaches(base):
        base = Path(tempfile.gettempdir())
    with locks.gate(base / "throwaway.lock"):
        for old in base.glob("throwaway-*"):
            clear_throwaway(old)
        folder = Path(tempfile.mkdtemp(prefix="throwaway-", dir=base))
        servers = _join(Servers(folder, throwaway=True, **_lacking()))
    os.environ["THROWAWAY_DIR"] = str(folder)
    return servers


def clear_throwaway(folder: Path) -> None:
    """Stops and removes the throw-away servers in `folder` if the run that made them is gone."""
    if folder.stat().st_uid != os.geteuid() or locks.is_held(folder / "users.lock"):
        return
    servers = Servers(folder, throwaway=True)
    with locks.gate(servers.gate):
        servers.stop_unless_used()


def keep(data_dir: Path, *, throwaway: bool, pause: float = 1.0) -> None:
    """The keeper: stops the servers once their last user is gone without having done so. One per data folder."""
    if not data_dir.exists():
        return
    servers = Servers(data_dir, throwaway=throwaway)
    mine = locks.hold(servers.data_dir / "keeper.lock")
    if mine is None:
        return
    while True:
        time.sleep(pause)
        try:
            with locks.gate(servers.gate):
                if servers.stop_unless_used() or not servers.is_running():
                    os.close(mine)  # inside the gate: whoever starts next finds that there is no keeper
                    return
        except FileNotFoundError:  # the folder is gone, and the servers with it
            return
