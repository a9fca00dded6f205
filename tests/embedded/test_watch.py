"""While `make serve` runs, an embedded server that dies is started again, or everything stops in plain words."""

import os
import signal
import threading
from pathlib import Path

import psycopg2
import pytest

from baubau_pembinaan.embedded import Servers
from baubau_pembinaan.embedded.watch import TRIES, Watch
from tests.migrated_cluster import furnish

from .conftest import eventually, processes_of, rows, write_row
from .test_serve import Run, status
from .test_serve import port as port


def kill(data_dir: Path, name: str) -> int:
    """kill -9, as the system does where memory runs out; whom."""
    if name == "PostgreSQL":
        pid = int((data_dir / "pg" / "postmaster.pid").read_text().split()[0])
    else:
        (pid,) = (
            one for one in processes_of(data_dir) if b"valkey-server" in Path(f"/proc/{one}/cmdline").read_bytes()
        )
    os.kill(pid, signal.SIGKILL)
    return pid


@pytest.fixture
def servers(data_dir):
    with Servers(data_dir) as running:
        yield running


def answers(servers: Servers) -> bool:
    try:
        return servers.valkey.answers() and rows(servers) == ["mine"]
    except psycopg2.Error:
        return False


@pytest.mark.parametrize("name", ["PostgreSQL", "Valkey"])
def test_a_killed_server_is_started_again_and_said(servers, data_dir, capfd, name):
    write_row(servers, "mine")
    watch = Watch(servers, data_dir / "serve.log", pause=0.1)
    watch.start()
    kill(data_dir, name)
    assert eventually(lambda: f"{name} berhenti sendiri" in capfd.readouterr().out)
    assert eventually(lambda: answers(servers), 60)
    watch.stop()
    assert watch.trouble is None


def test_one_that_keeps_dying_ends_it_all_in_plain_words(servers, data_dir):
    given_up = threading.Event()
    watch = Watch(servers, data_dir / "serve.log", pause=0.1, give_up=given_up.set)
    watch.start()
    for _ in range(TRIES + 1):
        assert eventually(servers.valkey.answers)
        kill(data_dir, "Valkey")
        assert eventually(lambda: given_up.is_set() or servers.valkey.answers())
    assert given_up.wait(120)
    watch.stop()
    assert "Valkey berhenti sendiri berulang kali" in str(watch.trouble)
    assert "run make serve again" in str(watch.trouble)


def test_serve_outlives_both_its_servers(data_dir, port):
    furnish(data_dir)
    running = Run(data_dir, port)
    running.until_ready()
    for name in ("Valkey", "PostgreSQL"):
        kill(data_dir, name)
        assert eventually(lambda name=name: f"{name} berhenti sendiri; dinyalakan lagi" in running.said, 60), (
            running.said
        )
        assert eventually(lambda: status(port, "/sehat/") == 200, 60)
        assert status(port) == 200
    assert running.end(signal.SIGINT) == 0, running.said
    assert eventually(lambda: processes_of(data_dir) == [])
