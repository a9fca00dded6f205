"""Django's sessions in the database, read by a statement that is put together once a process: every page asks it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from baubau_pembinaan.core.statements import Kept, blank


def _live() -> QuerySet[Session, Any]:
    return Session.objects.filter(session_key=blank("key"), expire_date__gt=blank("now")).values_list("session_data")


_LIVE = Kept(_live)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        rows = _LIVE.rows(key=self.session_key, now=timezone.now())
        if rows:
            return self.decode(rows[0][0])
        self._session_key = None
        return {}
