"""The running site that a browser visits: the real application on a loopback port, with people to sign in as."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler

from baubau_pembinaan.accounts.demo_people import SIGN_INS
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.libraries.models import Library

PORTS = os.environ.get("E2E_PORT", "0")  # 0: any free one
_SIGN_INS = {role: (username, password) for role, username, password in SIGN_INS}


class Site:
    """Where the site answers, and its people."""

    def __init__(self, url: str):
        self.url = url
        self._people: dict[str, User] = {}

    def person(self, role: str) -> User:
        """The demo's person of this role; signs in with their username and `password(role)`."""
        if role not in self._people:
            self._people[role] = User.objects.get(username=_SIGN_INS[role][0])
        return self._people[role]

    def password(self, role: str) -> str:
        return _SIGN_INS[role][1]

    def session_of(self, user: User) -> str:
        """The cookie of a fresh sign-in."""
        client = Client()
        client.force_login(user)
        return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve the test database with its demo; its rows stay for the whole session, as on a real site."""
    Library.current()
    server = LiveServerThread("127.0.0.1", _StaticFilesHandler, port=int(PORTS))
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield Site(f"http://127.0.0.1:{server.port}")
    finally:
        server.terminate()
        with connections["default"].cursor() as cursor:  # what a browser kept open must not keep the database alive
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connections.close_all()
