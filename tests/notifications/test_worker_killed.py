"""A real Celery worker on servers of its own, killed in the middle of its work: every reminder arrives, none twice.

SMTP cannot promise exactly once: a worker killed between the server's "kept" and our own note sends that mail again,
under the same Message-ID. So at most one double for each sender killed, and never under a second name.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest
import redis

from baubau_pembinaan.embedded.servers import Servers

from . import smtp_sink

ROOT = Path(__file__).resolve().parents[2]
SENDERS = 2
PLAN, SWEEP = "notifications.send_reminders", "notifications.sweep_outbox"


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
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=400
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def start_worker(self, **environment: str) -> None:
        arguments = ["-m", "celery", "-A", "baubau_pembinaan", "worker", "-c", str(SENDERS), "--loglevel", "WARNING"]
        self.worker = subprocess.Popen(
            [sys.executable, *arguments, "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env={**self.environment, **environment},
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

    def rows(self, sql: str) -> list[tuple]:
        with closing(psycopg2.connect(self.servers.postgres.url)) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            found = cursor.fetchall() if cursor.description else []
            connection.commit()
        return found

    def states(self) -> dict[str, int]:
        return dict(
            self.rows("SELECT state, count(*) FROM notifications_delivery WHERE channel = 'email' GROUP BY state")
        )

    def forget(self) -> None:
        """Nothing was ever said; what is due is due again."""
        self.rows("TRUNCATE notifications_reminder, notifications_delivery, notifications_message CASCADE")
        with self.sink.lock:
            self.sink.received.clear()

    def knock(self, task: str) -> None:
        """As beat would."""
        from kombu import Connection

        from baubau_pembinaan.celery import app

        with suppress(Exception), Connection(self.servers.valkey.url) as broker:  # a dead broker is the test
            app.send_task(task, connection=broker, retry=False)

    def until(self, reached: Callable[[], bool], seconds: float, tasks: Sequence[str] = (SWEEP,)) -> None:
        """Knock as beat would (more often), until `reached`."""
        end = time.monotonic() + seconds
        next_knock = 0.0
        while not reached():
            assert time.monotonic() < end, f"{len(self.sink.received)} mails arrived, rows: {self.states()}"
            if time.monotonic() >= next_knock:
                for task in tasks:
                    self.knock(task)
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


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    """One house for the tests of every day; twelve people with five tasks each that are due today."""
    with a_house(tmp_path_factory.mktemp("rumah")) as standing:
        standing.run("-m", "tests.notifications.owe_many", "12", "5")
        # Writing a reminder takes a moment, so that a kill may come between two.
        standing.rows("""
            CREATE FUNCTION wait_a_moment() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$;
            CREATE TRIGGER slowly BEFORE INSERT ON notifications_reminder FOR EACH ROW EXECUTE FUNCTION wait_a_moment()
        """)
        yield standing


def assert_said_once(house: House, expected: int, senders_killed: int) -> dict[str, int]:
    """Each due thing has one row, one message and one name in the post; a double of a mail only where a sender died."""
    [(reminders, distinct)] = house.rows(
        'SELECT count(*), count(DISTINCT (recipient_id, code, ref, due_on, "offset")) FROM notifications_reminder'
    )
    [(messages,)] = house.rows("SELECT count(*) FROM notifications_message")
    names = house.sink.message_ids()
    figures = {
        "due": expected,
        "reminders": reminders,
        "messages": messages,
        "mails under a name of their own": len(set(names)),
        "mails said again after a kill": len(names) - len(set(names)),
        "senders killed": senders_killed,
    }
    print("\nreminders under fire:", figures)
    assert reminders == distinct == messages == len(set(names)) == expected, figures
    assert len(names) - expected <= senders_killed, figures
    assert house.states() == {"sent": expected}
    return figures


def all_sent(house: House, expected: int) -> Callable[[], bool]:
    def check() -> bool:
        return len(set(house.sink.message_ids())) == expected and house.states() == {"sent": expected}

    return check


def survive(house: House, expected: int, *, kills: int, brokers: int, databases: int, seconds: float) -> None:
    """Let the reminders be planned and sent while everything dies as often as said, at marks spread over the work."""
    senders_killed = 0
    for turn in range(kills):
        house.start_worker()
        if turn == 0:  # the first dies while it still plans
            half = f"SELECT count(*) >= {expected // 4} FROM notifications_reminder"
            house.until(lambda half=half: house.rows(half)[0][0], seconds, tasks=(PLAN,))
        else:
            mark = expected * 9 // 10 * turn // kills
            house.until(lambda mark=mark: len(house.sink.received) >= mark, seconds, tasks=(PLAN, SWEEP))
        if turn * databases // kills != (turn + 1) * databases // kills:  # spread evenly
            house.restart_database()
        shifted = (turn + 1) % kills
        if shifted * brokers // kills != (shifted + 1) * brokers // kills:
            house.kill_broker()
        house.kill_worker()
        senders_killed += SENDERS
        assert len(set(house.sink.message_ids())) < expected, "it was not in the middle"
    house.start_worker()
    house.until(all_sent(house, expected), seconds, tasks=(PLAN, SWEEP))
    # A database that goes away between "kept" and our note is the same window as a kill.
    assert_said_once(house, expected, senders_killed + databases * SENDERS)
    house.kill_worker()


def test_sixty_reminders_survive_three_kills_a_dead_broker_and_a_database_restart(house):
    house.forget()
    survive(house, 60, kills=3, brokers=1, databases=1, seconds=60)


def test_with_loans_that_never_end_a_kill_loses_mail(house):
    """The negative control: what a dead sender had in hand is lent for an hour, and nobody takes it up."""
    house.forget()
    house.start_worker(LEASE_SECONDS="3600")
    house.until(lambda: len(house.sink.received) >= 10, 60, tasks=(PLAN, SWEEP))
    house.kill_worker()
    house.start_worker(LEASE_SECONDS="3600")
    house.until(lambda: set(house.states()) == {"sent", "sending"}, 60, tasks=(PLAN, SWEEP))
    time.sleep(4)  # the usual loan of this house is over
    assert house.states().get("sending", 0) >= 1
    house.kill_worker()


@pytest.mark.soak
def test_a_thousand_reminders_survive_twenty_kills_and_broker_and_database_failures(tmp_path):
    """Goal 21: worker killed twenty times, broker killed five times, database restarted five times."""
    with a_house(tmp_path) as house:
        house.run("-m", "tests.notifications.owe_many", "100", "10")
        survive(house, 1000, kills=20, brokers=5, databases=5, seconds=300)
