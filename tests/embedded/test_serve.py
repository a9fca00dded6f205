"""`make serve` as a person meets it: one command, an address, Ctrl-C, killing, and starting again."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from baubau_pembinaan.embedded import Failed, Servers, locks, network
from baubau_pembinaan.embedded.serve import Site
from tests.migrated_cluster import furnish

from .conftest import ROOT, eventually, processes_of, rows, write_row

FIRST_PORT, PORTS_EACH = 8100, 100


@pytest.fixture
def port(worker_id) -> int:
    """A port nobody listens on. A start takes a while to listen on it, so each parallel process has its own hundred."""
    first = FIRST_PORT + PORTS_EACH * int(worker_id.removeprefix("gw") if worker_id != "master" else 0)
    for number in random.sample(range(first, first + PORTS_EACH), PORTS_EACH):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", number)) != 0:
                return number
    raise AssertionError("no free port")


class Run:
    """One `serve` in a process of its own, its words kept in a file."""

    def __init__(self, data_dir, port: int):
        self.words = data_dir / f"said-{time.monotonic_ns()}"
        command = [sys.executable, "-m", "baubau_pembinaan.embedded", "--data-dir", str(data_dir), "serve", "--no-demo"]
        with self.words.open("w") as out:
            self.process = subprocess.Popen(
                [*command, "--port", str(port)], cwd=ROOT, stdout=out, stderr=out, start_new_session=True
            )

    @property
    def said(self) -> str:
        return self.words.read_text()

    def until_ready(self) -> str:
        assert eventually(lambda: "Berhenti: Ctrl-C" in self.said or self.process.poll() is not None, 90), self.said
        assert self.process.poll() is None, self.said
        return self.said

    def end(self, number: signal.Signals | None = None) -> int:
        if number:
            self.process.send_signal(number)
        return self.process.wait(timeout=120)


def status(port: int, path: str = "/") -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("GET", path)
        return line.getresponse().status
    finally:
        line.close()


def pid_of(data_dir, program: str) -> int:
    """The named program itself: the child of the tether that names it."""
    for pid in processes_of(data_dir):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"tether" in words and program.encode() in words:
            return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
    raise AssertionError(f"no {program}")


def test_serve_from_first_start_to_recovery(data_dir, port):
    first = Run(data_dir, port)
    assert f"http://127.0.0.1:{port}/" in first.until_ready()
    assert status(port) == 200

    second = Run(data_dir, port)
    assert second.end() == 1
    assert f"Sudah ada yang berjalan untuk folder data ini: http://127.0.0.1:{port}" in second.said
    assert status(port) == 200

    write_row(Servers(data_dir), "mine")
    assert first.end(signal.SIGINT) == 0, first.said
    assert "data tersimpan" in first.said
    assert eventually(lambda: processes_of(data_dir) == [])
    assert network.answers("127.0.0.1", port) is False

    again = Run(data_dir, port)
    again.until_ready()
    assert rows(Servers(data_dir)) == ["mine"]
    for pid in processes_of(data_dir):  # the power fails
        os.kill(pid, signal.SIGKILL)
    again.end()

    recovered = Run(data_dir, port)
    recovered.until_ready()
    assert status(port) == 200
    assert rows(Servers(data_dir)) == ["mine"]
    recovered.end(signal.SIGKILL)  # the supervisor alone: nothing may stay behind
    assert eventually(lambda: processes_of(data_dir) == [])
    assert network.answers("127.0.0.1", port) is False


def test_a_program_that_dies_is_named_and_the_rest_stops(data_dir, port):
    furnish(data_dir)
    running = Run(data_dir, port)
    running.until_ready()
    os.kill(pid_of(data_dir, "beat"), signal.SIGKILL)
    assert running.end() == 1
    assert "Program 'beat' berhenti sendiri" in running.said
    assert eventually(lambda: processes_of(data_dir) == [])


def test_a_program_does_not_outlive_its_killed_tether(data_dir):
    claim = data_dir / "claim"
    held = locks.claim(claim)
    sleep = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)", str(data_dir)]
    tether = subprocess.Popen(
        [sys.executable, "-m", "baubau_pembinaan.embedded", "tether", str(claim), *sleep],
        cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert tether.stdout.readline() == b"up\n"
    tether.kill()
    tether.communicate()  # returns only once nobody holds the pipe: the program is gone too
    assert processes_of(data_dir) == []
    os.close(held)


def test_a_taken_port_is_refused_with_another_to_try(data_dir, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(Failed, match=f"PORT={port + 1}"):
            network.check_port("127.0.0.1", port, seconds=0)
    network.check_port("127.0.0.1", port)


def test_a_full_disk_is_said_before_anything_is_begun(data_dir, monkeypatch):
    from baubau_pembinaan.embedded import prepare

    monkeypatch.setattr(prepare, "SMALLEST_FREE", 10**18)
    with pytest.raises(Failed, match="Ruang disk habis"):
        prepare.prepare(data_dir, demo=False)
    monkeypatch.setattr(prepare, "SMALLEST_FREE", 0)
    prepare.check_disk(data_dir)


def test_a_failing_step_is_named_with_its_last_words(data_dir):
    from baubau_pembinaan.embedded import prepare

    with pytest.raises(Failed, match="no-such-command") as refusal:
        prepare.manage(data_dir, "no-such-command")
    assert "Unknown command" in str(refusal.value)
    prepare.manage(data_dir, "version")


def test_a_step_is_repeated_only_when_what_it_reads_changed(data_dir):
    from baubau_pembinaan.embedded.prepare import once_per_state, state_of

    source, done = data_dir / "source", []
    source.mkdir()
    (source / "a.css").write_text("a")

    def run():
        once_per_state(data_dir / "stamp", state_of([source]), lambda: done.append(1))

    run()
    run()
    assert len(done) == 1
    (source / "a.css").write_text("changed")
    run()
    assert len(done) == 2


def test_the_address_is_derived_and_the_network_is_opt_in(clean_env, monkeypatch):
    monkeypatch.setattr(network, "lan_address", lambda: "192.168.1.20")
    private, open_ = Site("127.0.0.1", 8001), Site("0.0.0.0", 8001)
    assert (private.url, private.is_open_to_network) == ("http://127.0.0.1:8001", False)
    assert (open_.url, open_.is_open_to_network) == ("http://192.168.1.20:8001", True)
    assert open_.environment()["ALLOWED_HOSTS"] == "127.0.0.1,localhost,192.168.1.20"
    monkeypatch.setenv("SITE_URL", "https://perpustakaan.example")
    assert "SITE_URL" not in open_.environment()


def test_a_claim_ends_with_its_process_and_not_with_its_forks(data_dir):
    claim = data_dir / "claim"
    code = """
import os, sys, time, pathlib
from baubau_pembinaan.embedded import locks
locks.claim(pathlib.Path(sys.argv[1]))
child = os.fork()
if child == 0:
    time.sleep(30)
print(child, flush=True)
time.sleep(30)
"""
    holder = subprocess.Popen([sys.executable, "-c", code, str(claim)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child = int(holder.stdout.readline())
    assert locks.claim(claim) is None
    holder.kill()
    fd = locks.claim(claim, seconds=5)
    os.kill(child, signal.SIGKILL)
    holder.communicate()
    assert fd is not None
    os.close(fd)


def test_ready_servers_answer_to_the_printed_database(data_dir):
    with Servers(data_dir) as servers:
        psycopg2.connect(servers.environment()["DATABASE_URL"]).close()


def test_once_told_to_do_without_demo_data_a_folder_never_gets_them(data_dir, tmp_path, monkeypatch):
    from baubau_pembinaan.embedded import prepare

    asked = []
    monkeypatch.setattr(prepare, "manage", lambda folder, *command: asked.append((folder, command[0])))
    prepare.prepare(data_dir, demo=False)
    prepare.prepare(data_dir, demo=True)
    prepare.prepare(tmp_path, demo=True)
    assert [folder for folder, command in asked if command == "load_demo"] == [tmp_path]


def test_only_demo_people_on_record_are_announced(data_dir, monkeypatch):
    from baubau_pembinaan.accounts.models import User
    from baubau_pembinaan.embedded.serve import is_nobodys, sign_ins

    assert User._meta.db_table == "accounts_user"  # asked for by name below
    with Servers(data_dir, valkey=False) as servers:
        monkeypatch.setenv("DATABASE_URL", servers.postgres.url)
        assert sign_ins() == []  # no such table yet
        with psycopg2.connect(servers.postgres.url) as connection, connection.cursor() as cursor:
            cursor.execute("create table accounts_user (username text, is_demo bool, is_active bool)")
            connection.commit()
            assert is_nobodys()
            cursor.execute("insert into accounts_user values ('admin', true, true), ('kadis', true, false)")
            cursor.execute("insert into accounts_user values ('kabid', false, true), ('wati', true, true)")
        connection.close()
        assert [username for _role, username, _password in sign_ins()] == ["admin"]
        assert not is_nobodys()


@pytest.fixture
def database(data_dir, monkeypatch):
    """`recreate()`: the person's own database under one address, dropped and made again."""
    with Servers(data_dir, valkey=False) as servers:
        own = servers.postgres.url_of("own")

        def recreate():
            with closing(psycopg2.connect(servers.postgres.url)) as connection:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute("drop database if exists own")
                    cursor.execute("create database own")

        recreate()
        monkeypatch.setenv("DATABASE_URL", own)
        yield recreate


def run(statement: str) -> None:
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        connection.commit()


def test_a_database_made_anew_is_migrated_and_filled_whatever_the_stamps_say(data_dir, database, monkeypatch):
    from baubau_pembinaan.embedded import prepare

    asked = []

    def manage(folder, *command):
        asked.append(command[0])
        if command[0] == "migrate":
            run("create table if not exists django_migrations (id int); insert into django_migrations values (1)")

    def due() -> list[str]:
        asked.clear()
        prepare.prepare(data_dir, demo=True)
        return [command for command in asked if command in {"migrate", "load_demo"}]

    monkeypatch.setattr(prepare, "manage", manage)
    assert due() == ["migrate", "load_demo"]
    assert due() == []
    database()
    assert due() == ["migrate", "load_demo"]
    assert due() == []
    run("drop table django_migrations")  # emptied, but the same database
    assert due() == ["migrate"]
    prepare.prepare(data_dir, demo=False)
    database()
    assert due() == ["migrate"]  # no invented people for who wanted none


def test_what_people_wrote_is_private_also_in_a_folder_open_to_all(data_dir, monkeypatch):
    from baubau_pembinaan.embedded import prepare

    data_dir.chmod(0o755)
    (data_dir / "media").mkdir(mode=0o755)
    (data_dir / "media").chmod(0o755)
    monkeypatch.setattr(prepare, "manage", lambda folder, *command: None)
    prepare.prepare(data_dir, demo=False)
    modes = {name: (data_dir / name).stat().st_mode & 0o777 for name in ("logs", "mail", "media")}
    assert modes == dict.fromkeys(modes, 0o700)
