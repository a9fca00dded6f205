"""A scratch mail server on 127.0.0.1 that keeps what it accepts and answers as a test tells it to."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Sink:
    """`answer(recipient, nth)` gives the reply to the nth RCPT for that recipient; `received` holds accepted mails."""

    answer: Callable[[str, int], str] = lambda recipient, nth: "250 OK"
    pause: float = 0.0  # seconds between accepting a mail and saying so
    silent: bool = False
    port: int = 0
    received: list[tuple[str, EmailMessage]] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def recipients(self) -> list[str]:
        with self.lock:
            return sorted(recipient for recipient, _ in self.received)

    def message_ids(self) -> list[str]:
        with self.lock:
            return [str(mail["Message-ID"]) for _, mail in self.received]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        with sink.lock:
            sink.connections += 1
        if sink.silent:
            self.server.over.wait()  # type: ignore[attr-defined]
            return
        self._say("220 sink")
        recipient = ""
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb in (b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"):
                self._say("250 OK")
            elif verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                with sink.lock:
                    sink.asked[recipient] = nth = sink.asked.get(recipient, 0) + 1
                self._say(sink.answer(recipient, nth))
            elif verb == b"DATA":
                self._say("354 go on")
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                if not line:
                    return  # the sender died before the end: nothing was accepted
                with sink.lock:
                    sink.received.append((recipient, message_from_bytes(b"".join(lines), policy=policy.default)))
                time.sleep(sink.pause)
                self._say("250 kept")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("502 what")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address) -> None:
        """A sender that was killed says nothing more; that is what some tests are about."""


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    with _Server(("127.0.0.1", sink.port), _Conversation) as server:
        server.sink = sink  # type: ignore[attr-defined]
        server.over = threading.Event()  # type: ignore[attr-defined]
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            server.over.set()  # type: ignore[attr-defined]
            server.shutdown()
            thread.join()
