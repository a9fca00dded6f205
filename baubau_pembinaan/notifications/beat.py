"""The timetable keeper, which also says that it is alive."""

import logging
import time

from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from django_celery_beat.schedulers import DatabaseScheduler

from . import jobs

logger = logging.getLogger(__name__)

EVERY_SECONDS = 30.0


class PulsingScheduler(DatabaseScheduler):
    """django-celery-beat's scheduler; every half minute it writes the heartbeat `beat`."""

    _pulse_due = 0.0

    def tick(self, *args, **kwargs):
        if time.monotonic() >= self._pulse_due:
            self._pulse_due = time.monotonic() + EVERY_SECONDS
            try:
                jobs.beat("beat", at=timezone.now())
            except (DatabaseError, InterfaceError):
                logger.warning("The database does not answer; no heartbeat written.")
        # Never sleep past the next pulse.
        return min(super().tick(*args, **kwargs), EVERY_SECONDS)
