"""A real Celery worker on servers of its own, killed in the middle of its work: every mail arrives, none twice.

SMTP cannot promise exactly once: a worker killed between the server's "kept" and our own note sends that mail again,
under the same Message-ID. So at most one double for each sender killed, and never under a second name.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest
import redis

from baubau_pembinaan.embedded.servers import Servers

from . import smtp_sink

ROOT = Path(__file__).resolve().parents[2]
SENDERS = 2


class House:
    """Database, broker, mail sink and worker of one test."""

    def __init__(self, servers: Servers, sink: smtp_sink.Sink):
        self.servers, self.sink = servers, sink
        self.worker: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ,
            **servers.environment(),
            "THROWAWAY_DIR": str(servers.data_dir),
            "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
            "SINK_PORT": str(sink.port),
        }

    def run(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def start_worker(self) -> None:
        arguments = ["-m", "celery", "-A", "baubau_pembinaan", "worker", "-c", str(SENDERS), "--loglevel", "WARNING"]
        self.worker = subprocess.Popen(
            [sys.executable, *arguments, "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill_worker(self) -> None:
        if self.worker is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.worker.pid, signal.SIGKILL)  # the worker and its children, which it leads
            self.worker.wait()
            self.worker = None

    def kill_broker(self) -> None:
        with redis.Redis(unix_socket_path=str(self.servers.valkey.socket)) as client:
            pid = client.info("server")["process_id"]
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.3)
        self.servers.valkey.start()

    def restart_database(self) -> None:
        self.servers.postgres.stop()
        self.servers.postgres.start()

    def states(self) -> dict[str, int]:
        with psycopg2.connect(self.servers.postgres.url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT state, count(*) FROM notifications_delivery WHERE channel = 'email' GROUP BY state")
            found = dict(cursor.fetchall())
        connection.close()
        return found

    def until(self, reached: Callable[[], bool], seconds: float) -> None:
        """Knock as beat would (more often), until `reached`."""
        from kombu import Connection

        from baubau_pembinaan.celery import app

        end = time.monotonic() + seconds
        next_knock = 0.0
        while not reached():
            assert time.monotonic() < end, f"{len(self.sink.received)} mails arrived, rows: {self.states()}"
            if time.monotonic() >= next_knock:
                with suppress(Exception), Connection(self.servers.valkey.url) as broker:  # a dead broker is the test
                    app.send_task("notifications.sweep_outbox", connection=broker, retry=False)
                next_knock = time.monotonic() + 0.5
            time.sleep(0.005)


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    sink = smtp_sink.Sink(answer=lambda recipient, nth: time.sleep(0.03) or "250 OK")
    servers = Servers(folder / "data", throwaway=True)
    with servers, smtp_sink.running(sink):
        house = House(servers, sink)
        try:
            house.run("manage.py", "migrate", "--verbosity", "0")
            yield house
        finally:
            house.kill_worker()


def assert_said_once(house: House, expected: int, senders_killed: int) -> None:
    names = house.sink.message_ids()
    assert len(set(names)) == len(set(house.sink.recipients)) == expected
    assert len(names) - expected <= senders_killed
    assert house.states() == {"sent": expected}


def all_sent(house: House, expected: int) -> Callable[[], bool]:
    def check() -> bool:
        return len(set(house.sink.message_ids())) == expected and house.states() == {"sent": expected}

    return check


def test_a_worker_killed_twice_loses_nothing(tmp_path):
    with a_house(tmp_path) as house:
        house.run("-m", "tests.notifications.say_many", "60")
        for mark in (15, 35):
            house.start_worker()
            house.until(lambda mark=mark: len(house.sink.received) >= mark, 20)
            house.kill_worker()
            assert len(house.sink.received) < 60  # it was in the middle
        house.start_worker()
        house.until(all_sent(house, 60), 20)
        assert_said_once(house, 60, senders_killed=2 * SENDERS)


@pytest.mark.soak
def test_a_thousand_reminders_survive_twenty_kills_and_broker_and_database_failures(tmp_path):
    """Goal 21: worker killed twenty times, broker killed five times, database restarted five times."""
    with a_house(tmp_path) as house:
        house.run("-m", "tests.notifications.say_many", "1000")
        senders_killed = 0
        for turn in range(20):
            house.start_worker()
            mark = 45 * (turn + 1)
            house.until(lambda mark=mark: len(house.sink.received) >= mark, 90)
            if turn % 4 == 1:
                house.kill_broker()
            if turn % 4 == 3:
                house.restart_database()
            house.kill_worker()
            senders_killed += SENDERS
        house.start_worker()
        house.until(all_sent(house, 1000), 180)
        # A database that goes away between "kept" and our note is the same window.
        assert_said_once(house, 1000, senders_killed=senders_killed + 5 * SENDERS)
