"""`make serve`: servers, preparation, then web, worker and beat under one supervisor (honcho) until Ctrl-C."""

import importlib
import os
import shlex
import signal
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from . import locks, network
from .paths import make_data_dir
from .prepare import prepare
from .servers import BASE_DIR, Servers, ensure
from .watch import Watch
from .words import Failed, say

# Long enough for a worker to finish the letter it is writing.
STOP_SECONDS = 20
READY_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """Where the site listens and what it calls itself."""

    host: str
    port: int

    @property
    def is_open_to_network(self) -> bool:
        return self.host not in {"127.0.0.1", "localhost"}

    @property
    def url(self) -> str:
        name = network.lan_address() if self.host == "0.0.0.0" else self.host  # noqa: S104 (opted in by the user)
        return f"http://{name}:{self.port}"

    def environment(self) -> dict[str, str]:
        """What the settings read; values that the person set stay."""
        own = self.url.split("//")[1].rsplit(":", 1)[0]
        hosts = dict.fromkeys(["127.0.0.1", "localhost", own])
        found = {"SITE_URL": self.url, "ALLOWED_HOSTS": ",".join(hosts), "PYTHONUNBUFFERED": "1"}
        return {name: value for name, value in found.items() if not os.environ.get(name)}


def serve(data_dir: Path, site: Site, *, demo: bool = True) -> int:
    """Runs until stopped; the exit code. Raises Failed in plain words. A second one on one folder is refused."""
    began = time.monotonic()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baubau_pembinaan.settings.dev")
    make_data_dir(data_dir)
    claim = data_dir / "serve.lock"
    if locks.claim(claim, seconds=1) is None:
        raise Failed(
            f"Sudah ada yang berjalan untuk folder data ini: {running_address(data_dir)}. Yang itu dibiarkan.",
            f"It is already running on this data folder: {running_address(data_dir)}. That one is left alone.",
        )
    network.check_port(site.host, site.port)
    (data_dir / "serve.address").write_text(site.url)
    os.environ.update(site.environment())
    say("Menyalakan basis data", "starting the servers")
    servers = ensure(data_dir)
    try:
        prepare(data_dir, demo=demo)
        return supervise(servers, site, claim, began)
    finally:
        servers.release()


def running_address(data_dir: Path) -> str:
    path = data_dir / "serve.address"
    return path.read_text() if path.exists() else str(data_dir)


def programs(site: Site) -> dict[str, list[str]]:
    """What runs beside the servers, by name."""
    run = [sys.executable, "-m"]
    celery = [*run, "celery", "--app", "baubau_pembinaan", "--quiet"]
    return {
        "web": [*run, "gunicorn", "baubau_pembinaan.wsgi", "--bind", f"{site.host}:{site.port}", "--preload"]
        + ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"],
        "worker": [*celery, "worker", "--loglevel", "warning", "--concurrency", "2", "--without-gossip"]
        + ["--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "warning", "--pidfile", ""],
    }


def supervise(servers: Servers, site: Site, claim: Path, began: float) -> int:
    """Runs the programs until Ctrl-C (0), or until one of them dies. Raises Failed, naming it.

    An embedded server that dies is started again meanwhile.
    """
    from honcho import manager as honcho
    from honcho.printer import Printer

    data_dir = servers.data_dir
    log = data_dir / "logs" / "serve.log"
    if log.exists() and log.stat().st_size > 5_000_000:
        log.replace(log.with_suffix(".log.1"))
    honcho.KILL_WAIT = STOP_SECONDS
    with log.open("a") as lines:
        team = honcho.Manager(FirstDeath(Printer(output=lines, time_format="%Y-%m-%d %H:%M:%S")))
        for name, command in programs(site).items():
            tethered = [sys.executable, "-m", "baubau_pembinaan.embedded", "tether", str(claim), *command]
            team.add_process(name, "exec " + shlex.join(tethered), cwd=str(BASE_DIR), env={**os.environ})
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))  # the terminal was closed
        threading.Thread(target=announce, args=(data_dir, site, log, began), daemon=True).start()
        watch = Watch(servers, log)
        watch.start()
        try:
            team.loop()
        finally:
            watch.stop()
    if watch.trouble:
        raise watch.trouble
    if team.returncode in (130, 143):
        print("\n• Berhenti; data tersimpan (stopped; everything is kept).", flush=True)
        return 0
    raise Failed(
        f"Program '{team._printer.first}' berhenti sendiri, jadi semuanya dihentikan. Catatan: {log}",
        f"'{team._printer.first}' ended by itself, so the rest was stopped. Record: {log}",
        "\n".join(log.read_text(errors="replace").splitlines()[-15:]),
    )


class FirstDeath:
    """honcho's printer, remembering which program ended first."""

    def __init__(self, printer):
        self._printer = printer
        self.first = ""
        self.width = 0

    def write(self, message) -> None:
        self._printer.width = self.width
        if message.name == "system" and not self.first and " stopped (rc=" in str(message.data):
            self.first = str(message.data).split(" ")[0]
        self._printer.write(message)


def announce(data_dir: Path, site: Site, log: Path, began: float) -> None:
    """Once the web server answers: the address, who may sign in, and how to stop."""
    end = time.monotonic() + READY_SECONDS
    host = "127.0.0.1" if site.host == "0.0.0.0" else site.host  # noqa: S104
    while not network.answers(host, site.port):
        if time.monotonic() > end:
            print(f"• Web belum menjawab; lihat {log} (the web server does not answer yet)", flush=True)
            return
        time.sleep(0.1)
    write_banner(sys.stdout, data_dir, site, log, time.monotonic() - began)


def write_banner(out: TextIO, data_dir: Path, site: Site, log: Path, seconds: float) -> None:
    lines = ["", f"Pembinaan Pustakawan siap dalam {seconds:.0f} detik (ready):", "", f"    {site.url}/", ""]
    if site.is_open_to_network:
        lines += ["  Siapa pun di jaringan ini dapat membukanya (open to everybody in this network).", ""]
    if people := sign_ins():
        lines += ["  Akun contoh (demo sign-ins):", ""]
        lines += [f"    {role:<18} {username:<22} {password}" for role, username, password in people]
    elif is_nobodys():
        lines += [
            "  Belum ada akun. Buat administrator pertama di jendela lain (nobody can sign in yet; in another window):"
        ]
        lines += [f"    DATA_DIR={shlex.quote(str(data_dir))} .venv/bin/python manage.py createsuperuser"]
    lines += ["", "  Berhenti: Ctrl-C; data tetap tersimpan (stop: Ctrl-C; everything is kept)."]
    lines += [f"  Data: {data_dir}   Catatan (log): {log}", ""]
    print("\n".join(lines), file=out, flush=True)


def is_nobodys() -> bool:
    """Whether the database holds no account at all."""
    import psycopg2

    try:
        with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT NOT EXISTS (SELECT FROM accounts_user)")
            return bool(cursor.fetchone()[0])
    except psycopg2.Error:
        return False


def sign_ins() -> list[tuple[str, str, str]]:
    """Role, username, password of the demo people on record. By name, for this floor knows nothing of those above."""
    import psycopg2

    try:
        told = importlib.import_module("baubau_pembinaan.accounts.demo_people").SIGN_INS
        with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT username FROM accounts_user WHERE is_demo AND is_active")
            here = {username for (username,) in cursor.fetchall()}
    except (ImportError, psycopg2.Error):
        return []
    return [one for one in told if one[1] in here]
