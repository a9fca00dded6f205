"""A small load generator: keep-alive connections in threads, plain sockets, loopback only."""

import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Address = tuple[str, int]


class Line:
    """One connection. `ask` sends a prepared request and reads the whole answer. Raises OSError."""

    def __init__(self, address: Address):
        self.address = address
        self.socket: socket.socket | None = None
        self.rest = b""

    def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """(status, head, body)."""
        if self.socket is None:
            self.socket = socket.create_connection(self.address, timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.rest = b""
        try:
            self.socket.sendall(request)
            head = self._until_head()
            lower = head.lower()
            at = lower.index(b"content-length:") + 15
            length = int(lower[at : lower.find(b"\r\n", at)])
            while len(self.rest) < length:
                self._more()
        except (OSError, ValueError):
            self.close()
            raise
        body, self.rest = self.rest[:length], self.rest[length:]
        if b"connection: close" in lower:
            self.close()
        return int(head[9:12]), head, body

    def _until_head(self) -> bytes:
        while (end := self.rest.find(b"\r\n\r\n")) < 0:
            self._more()
        head, self.rest = self.rest[: end + 2], self.rest[end + 4 :]
        return head

    def _more(self) -> None:
        assert self.socket is not None
        got = self.socket.recv(65536)
        if not got:
            raise ConnectionResetError("closed in the middle of an answer")
        self.rest += got

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


@dataclass
class Slice:
    """What one stretch of load came to. Times in milliseconds."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    errors: int = 0
    seconds: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def must_be(self, status: int) -> "Slice":
        """Itself, if every answer had this status. A page that fails is not fast."""
        if self.errors or set(self.statuses) != {status}:
            raise SystemExit(f"expected only {status}, got {dict(self.statuses)} and {self.errors} errors")
        return self


def get(path: str, cookie: str = "") -> bytes:
    return _head("GET", path, cookie) + b"\r\n"


def post(path: str, body: bytes, cookie: str) -> bytes:
    head = _head("POST", path, cookie)
    return head + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def _head(method: str, path: str, cookie: str) -> bytes:
    extra = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{extra}".encode()


def press(address: Address, requests: Sequence[bytes], *, lines: int, seconds: float | None = None) -> Slice:
    """Load from `lines` connections. With `seconds` the requests are repeated that long, else each is sent once.

    Each connection asks at least once, however short the time.
    """
    found = Slice()
    merging = threading.Lock()
    end = None if seconds is None else time.perf_counter() + seconds
    queue = iter(requests) if end is None else _again_and_again(requests)

    def work() -> None:
        mine = Slice()
        line = Line(address)
        while True:
            with merging:
                request = next(queue, None)
            if request is None:
                break
            began = time.perf_counter()
            try:
                status, _head, _body = line.ask(request)
            except OSError:
                mine.errors += 1
            else:
                mine.times.append((time.perf_counter() - began) * 1000)
                mine.statuses[status] += 1
            if end is not None and time.perf_counter() >= end:
                break
        line.close()
        with merging:
            found.times += mine.times
            found.statuses += mine.statuses
            found.errors += mine.errors

    threads = [threading.Thread(target=work) for _ in range(lines)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - began
    return found


def _again_and_again(requests: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from requests
