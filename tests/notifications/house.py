"""A whole house for tests that kill: database, broker, mail sink, workers and timetable keepers of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2
import redis

from baubau_pembinaan.embedded.servers import Servers
from tests.migrated_cluster import furnish

from . import smtp_sink

ROOT = Path(__file__).resolve().parents[2]
SENDERS = 2
PLAN, SWEEP = "notifications.send_reminders", "notifications.sweep_outbox"


class House:
    """Database, broker, mail sink and worker of one test."""

    def __init__(self, servers: Servers, sink: smtp_sink.Sink):
        self.servers, self.sink = servers, sink
        self.worker: subprocess.Popen[bytes] | None = None
        self.beats: list[subprocess.Popen[bytes]] = []
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

    def start_worker(self, *, senders: int = SENDERS, **environment: str) -> None:
        arguments = ["-m", "celery", "-A", "baubau_pembinaan", "worker", "-c", str(senders), "--loglevel", "WARNING"]
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

    def start_beat(self) -> None:
        self.beats.append(
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "-A",
                    "baubau_pembinaan",
                    "beat",
                    "--pidfile=",
                    "--loglevel",
                    "WARNING",
                ],
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def stop_beats(self) -> None:
        for beat in self.beats:
            beat.kill()
            beat.wait()
        self.beats.clear()

    def children_of_worker(self) -> list[int]:
        """The processes that do the work."""
        assert self.worker is not None
        lines = Path(f"/proc/{self.worker.pid}/task/{self.worker.pid}/children").read_text().split()
        return [int(pid) for pid in lines]

    def waiting_tasks(self) -> int:
        with redis.Redis(unix_socket_path=str(self.servers.valkey.socket)) as client:
            return int(client.llen("celery"))

    def waiting_names(self) -> set[str]:
        """What lies in the queue and nobody took up yet; nothing where the broker is dead."""
        try:
            with redis.Redis(unix_socket_path=str(self.servers.valkey.socket)) as client:
                return {json.loads(task)["headers"]["task"] for task in client.lrange("celery", 0, -1)}
        except redis.RedisError:
            return set()

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
        """Knock as beat would (more often), until `reached`. What nobody took up yet is not asked for again: a worker
        that is behind would otherwise do little else than find out that there is nothing to do."""
        end = time.monotonic() + seconds
        next_knock = 0.0
        while not reached():
            assert time.monotonic() < end, f"{len(self.sink.received)} mails arrived, rows: {self.states()}"
            if time.monotonic() >= next_knock:
                asked = self.waiting_names()
                for task in tasks:
                    if task not in asked:
                        self.knock(task)
                next_knock = time.monotonic() + 0.5
            time.sleep(0.02)


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    sink = smtp_sink.Sink(answer=lambda recipient, nth: time.sleep(0.01) or "250 OK")
    furnish(folder / "data")
    servers = Servers(folder / "data", throwaway=True)
    with servers, smtp_sink.running(sink):
        house = House(servers, sink)
        house.rows("ALTER DATABASE baubau SET synchronous_commit = on")  # what was committed outlives a restart
        try:
            yield house
        finally:
            house.stop_beats()
            house.kill_worker()
