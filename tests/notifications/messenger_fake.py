"""Meta's and Telegram's servers on 127.0.0.1: they check what is sent as the real ones do, and answer as a test says.

Protocol: developers.facebook.com/docs/whatsapp/cloud-api/reference/messages and core.telegram.org/bots/api.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NUMBER_ID, META_KEY, BOT, BOT_KEY = "106540352242922", "EAAkunci-rahasia", "PustakaBot", "110201543:AAkunci-rahasia"
Said = tuple[int, dict[str, Any], dict[str, str]]  # status, body, headers


def meta_error(status: int, code: int, **headers: str) -> Said:
    """An error as the Graph API writes it."""
    error = {"message": f"(#{code}) Sesuatu", "type": "OAuthException", "code": code, "fbtrace_id": "A1b2"}
    return status, {"error": error | {"error_data": {"messaging_product": "whatsapp", "details": "x"}}}, headers


def bot_error(code: int, description: str, **parameters: int) -> Said:
    """An error as the Bot API writes it."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return code, body | ({"parameters": parameters} if parameters else {}), {}


@dataclass
class Fake:
    """`answer(to, nth)` may give another answer to the nth message to somebody; None: it is taken."""

    answer: Callable[[str, int], Said | None] = lambda to, nth: None
    received: list[dict[str, Any]] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: int = 0
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self, to: str) -> Said | None:
        with self.lock:
            self.asked[to] = nth = self.asked.get(to, 0) + 1
        return self.answer(to, nth)

    def people(self) -> list[str]:
        with self.lock:
            return sorted(str(one.get("to") or one["chat_id"]) for one in self.received)

    def says(self, chat: int, text: str, kind: str = "private") -> None:
        """Somebody writes to the bot."""
        number = 700000 + len(self.updates)
        message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": kind}, "text": text}
        self.updates.append({"update_id": number, "message": message})

    # --- WhatsApp Business Cloud API --------------------------------------------------------------------------
    def cloud(self, path: str, headers: Any, body: dict[str, Any]) -> Said:
        if headers.get("Authorization") != f"Bearer {META_KEY}":
            return meta_error(401, 190)
        if path != f"/v23.0/{NUMBER_ID}/messages":
            return meta_error(400, 100)
        to, template = body.get("to", ""), body.get("template", {})
        texts = [one for part in template.get("components", []) for one in part["parameters"]]
        fits = (
            body.get("messaging_product") == "whatsapp"
            and body.get("type") == "template"
            and to.isdecimal()
            and template.get("name") == "pengingat"
            and template.get("language", {}).get("code") in ("id", "en")
            and len(texts) == 2
        )
        if not fits:
            return meta_error(400, 132000)
        if any(
            not one["text"] or "\n" in one["text"] or "\t" in one["text"] or "     " in one["text"] for one in texts
        ):
            return meta_error(400, 132018)  # template texts hold no line breaks
        if other := self.told(to):
            return other
        with self.lock:
            self.received.append(body)
        contacts = [{"input": to, "wa_id": to}]
        return 200, {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": "wamid.x"}]}, {}

    # --- Telegram Bot API -------------------------------------------------------------------------------------
    def bot(self, path: str, body: dict[str, Any]) -> Said:
        key, _slash, method = path.removeprefix("/bot").partition("/")
        if key != BOT_KEY:
            return bot_error(401, "Unauthorized")
        if method == "getUpdates":
            with self.lock:
                self.updates = [one for one in self.updates if one["update_id"] >= body.get("offset", 0)]
                return 200, {"ok": True, "result": self.updates[:100]}, {}
        if method != "sendMessage":
            return bot_error(404, "Not Found")
        if not isinstance(body.get("chat_id"), int) or not 0 < len(body.get("text", "")) <= 4096:
            return bot_error(400, "Bad Request: message text is empty")
        if other := self.told(str(body["chat_id"])):
            return other
        with self.lock:
            self.received.append(body)
        return 200, {"ok": True, "result": {"message_id": 7, "text": body["text"]}}, {}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        fake: Fake = self.server.fake  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Content-Type"] == "application/json"
        if self.path.startswith("/bot"):
            status, data, headers = fake.bot(self.path, body)
        elif self.path.startswith("/v23.0/"):
            status, data, headers = fake.cloud(self.path, self.headers, body)
        else:
            fake.elsewhere += 1
            status, data, headers = 200, {"ok": True, "messages": [{"id": "x"}]}, {}
        if status == 0:
            self.connection.shutdown(socket.SHUT_RDWR)  # not a word
            self.close_connection = True
            return
        raw = json.dumps(data).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST

    def log_message(self, *_: Any) -> None:
        """Tests read the answers, not the access log."""


@contextmanager
def running(fake: Fake) -> Iterator[Fake]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        server.fake = fake  # type: ignore[attr-defined]
        fake.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
