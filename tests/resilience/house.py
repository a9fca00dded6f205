"""A whole site on servers of its own, for tests that break it: PostgreSQL, Valkey, gunicorn, a silent mail server."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import redis

from baubau_pembinaan.embedded import locks
from baubau_pembinaan.embedded.servers import Servers
from tests.migrated_cluster import furnish
from tests.notifications import smtp_sink

ROOT = Path(__file__).resolve().parents[2]
SURVEY = "uji"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    seconds: float
    cookies: dict[str, str] = field(default_factory=dict)


class Visitor:
    """A browser with a cookie jar and no patience for redirects."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, data: dict[str, str] | None = None, **headers: str) -> Answer:
        """Status 0 where the server did not answer at all."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers}
        body = None
        if data is not None:
            body = urlencode(data)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        with closing(line):
            try:
                line.request(method, path, body, sent)
                reply = line.getresponse()
                text = reply.read().decode("utf-8", "replace")
            except (OSError, http.client.HTTPException) as error:
                return Answer(0, {}, repr(error), time.monotonic() - began)
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(reply.status, dict(reply.headers), text, time.monotonic() - began)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, **data: str) -> Answer:
        return self.ask("POST", path, {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **data})

    def sign_in(self, username: str, password: str) -> Answer:
        self.get("/akun/login/")
        return self.post("/akun/login/", login=username, password=password)

    def answer_survey(self, **more: str) -> Answer:
        """Open the form and send it."""
        page = self.get(f"/s/{SURVEY}/")
        token = re.search(r'name="token" value="([^"]+)"', page.text)
        if token is None:
            return page
        ratings = {f"r{slot}": "4" for slot in range(1, 10)}
        return self.post(f"/s/{SURVEY}/", token=token[1], another="1", **ratings, **more)  # one after the other


class House:
    def __init__(self, servers: Servers, sink: smtp_sink.Sink) -> None:
        self.servers, self.sink = servers, sink
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.log = servers.data_dir / "web.log"
        self.web: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ,
            **servers.environment(),
            "DJANGO_SETTINGS_MODULE": "tests.resilience.settings",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "SINK_PORT": str(sink.port),
        }

    def run(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def open(self) -> None:
        arguments = ["-m", "gunicorn", "baubau_pembinaan.wsgi", "--bind", f"127.0.0.1:{self.port}", "--preload"]
        arguments += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--access-logfile", "-"]
        with self.log.open("ab") as log:
            self.web = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        end = time.monotonic() + 60
        while self.visitor().get("/sehat/").status == 0:
            assert time.monotonic() < end, self.log.read_text()[-3000:]
            time.sleep(0.1)

    def close(self) -> None:
        if self.web is not None:
            self.web.terminate()
            self.web.wait(30)

    def visitor(self) -> Visitor:
        return Visitor(self.port)

    def keep_every_word(self) -> None:
        """A throw-away cluster forgets its last half-second when it is killed; this one shall not."""
        with closing(psycopg2.connect(self.servers.postgres.url)) as connection, connection.cursor() as cursor:
            cursor.execute("ALTER DATABASE baubau SET synchronous_commit = on")
            connection.commit()

    def errors(self) -> list[str]:
        """The last line of every traceback in the web server's log."""
        return re.findall(r"^\w[\w.]*(?:Error|Exception)\b.*", self.log.read_text(), re.MULTILINE)

    def kill_redis(self) -> None:
        with redis.Redis(unix_socket_path=str(self.servers.valkey.socket)) as client:
            pid = client.info("server")["process_id"]
        os.kill(pid, signal.SIGKILL)

    def restart_database(self) -> None:
        """As after a power cut: nobody is waited for, the log repairs what was under way."""
        server = self.servers.postgres
        server.runner.run([server.bin / "pg_ctl", "-D", server.cluster, "-m", "immediate", "-W", "stop"])
        locks.wait_until_free(server.alive, 10)
        server.start()

    def scalar(self, sql: str) -> object:
        with closing(psycopg2.connect(self.servers.postgres.url)) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    """A migrated, opened site with demo people, a few surveys and one survey of its own under SURVEY."""
    sink = smtp_sink.Sink(silent=True)
    furnish(folder / "data")
    with Servers(folder / "data", throwaway=True) as servers, smtp_sink.running(sink):
        house = House(servers, sink)
        try:
            house.keep_every_word()
            house.run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
            house.run("-m", "tests.resilience.furnish")
            house.open()
            yield house
        finally:
            house.close()
