"""The timetable keeper: it says that it is alive, notices a clock that was put back, and outlives its database."""

import logging
import time
from datetime import datetime

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.db.models import Q
from django.utils import timezone
from django_celery_beat.models import PeriodicTask, PeriodicTasks
from django_celery_beat.schedulers import DatabaseScheduler

from . import jobs
from .choices import CLOCK_SLACK

logger = logging.getLogger(__name__)

EVERY_SECONDS = 30.0
AGAIN_SECONDS = 1.0


class PulsingScheduler(DatabaseScheduler):
    """django-celery-beat's scheduler; every half minute it writes the heartbeat `beat` and looks at the clock.

    Where the database does not answer it asks again. Theirs ends with the first error while it reads the timetable,
    and with it `make serve`, which stops all when one ends.
    """

    _pulse_due = 0.0
    _latest: datetime | None = None

    def setup_schedule(self):
        while True:
            try:
                return super().setup_schedule()
            except (DatabaseError, InterfaceError):
                self._read_anew()
                time.sleep(AGAIN_SECONDS)

    def tick(self, *args, **kwargs):
        if time.monotonic() >= self._pulse_due:
            self._pulse_due = time.monotonic() + EVERY_SECONDS
            try:
                self._follow_the_clock(timezone.now())
                jobs.beat("beat", at=timezone.now())
            except (DatabaseError, InterfaceError):
                logger.warning("The database does not answer; no heartbeat written.")
        try:
            seconds = super().tick(*args, **kwargs)
        except (DatabaseError, InterfaceError):
            self._read_anew()
            return AGAIN_SECONDS
        return min(seconds, EVERY_SECONDS)  # never past the next pulse

    def _read_anew(self) -> None:
        logger.warning("The database does not answer; the timetable is read anew once it does.")
        close_old_connections()
        self._initial_read, self._heap = True, None

    def _follow_the_clock(self, now: datetime) -> None:
        """What ran "in the future", before the clock was put back, would stand still until then: it ran just now.

        What is kept in memory (last runs, the order of the next ones, when the table was read) is read anew with it.
        """
        ahead = now + CLOCK_SLACK
        went_back = self._latest is not None and self._latest > ahead
        self._latest = now
        entries = (self._schedule or {}).values()
        future = PeriodicTask.objects.filter(Q(last_run_at__gt=ahead) | Q(last_run_at=None, date_changed__gt=ahead))
        if not (went_back or any(one.last_run_at > ahead for one in entries) or future.exists()):
            return
        self.sync()
        logger.warning(
            "The clock was put back: %s entries of the timetable begin anew.", future.update(last_run_at=now)
        )
        PeriodicTasks.update_changed()
        self._initial_read, self._heap = True, None
