"""One JSON request to a messenger's server, by the standard library: no redirects, no surprises, nothing logged.

Addresses and bodies hold keys and people's numbers; callers may log a status and an error's class, nothing else.
"""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

LARGEST_ANSWER = 1_000_000
LONGEST_WAIT_SECONDS = 6 * 60 * 60


class Unreachable(Exception):
    """No answer: refused, timed out, cut off, or not HTTP at all. Whether the message arrived is not known."""


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; `data` is the JSON object, empty where the body is none."""

    status: int
    data: dict[str, Any] = field(default_factory=dict)
    retry_after: float = 0.0


class _Straight(urllib.request.HTTPRedirectHandler):
    """An answer that sends us elsewhere would carry the key elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def post_json(url: str, body: dict[str, Any], *, token: str = "", timeout: float = 10) -> Reply:
    """POST `body` and return the answer, whatever its status. Raises Unreachable; ValueError for another protocol."""
    if urlsplit(url).scheme not in ("https", "http"):
        raise ValueError("Messengers are reached by HTTPS.")
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "PembinaanPustakawan"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310
    opener = urllib.request.build_opener(_Straight)
    try:
        with opener.open(request, timeout=timeout) as answer:
            return _reply(answer.status, answer.headers, answer.read(LARGEST_ANSWER))
    except urllib.error.HTTPError as answer:
        with answer:
            try:
                return _reply(answer.code, answer.headers, answer.read(LARGEST_ANSWER))
            except (OSError, HTTPException):
                return Reply(answer.code)
    except (OSError, HTTPException) as error:
        # Not `from error`: its text holds the address, and the address may hold the key.
        raise Unreachable(type(error).__name__) from None


def _reply(status: int, headers: Any, raw: bytes) -> Reply:
    try:
        data = json.loads(raw)
    except ValueError:
        data = {}
    return Reply(status, data if isinstance(data, dict) else {}, seconds_of(headers.get("Retry-After")))


def seconds_of(retry_after: str | None, now: datetime | None = None) -> float:
    """Retry-After in seconds (RFC 9110, 10.2.3: seconds or a date), at most six hours; 0 where there is none."""
    if not retry_after:
        return 0.0
    text = retry_after.strip()
    if text.isdecimal() and len(text) < 10:
        seconds = float(text)
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return 0.0
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT_SECONDS)
