"""Waking the dispatcher: cheap, never in the way, and allowed to fail (the sweeper comes by each minute)."""

import logging
import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from kombu import Connection
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

REST_AFTER_FAILURE_SECONDS = 5.0
TIMEOUT_SECONDS = 0.4
_rests_until = 0.0


def dispatch_after_commit() -> None:
    """Wake the dispatcher once when the present transaction commits, however often this is called in it."""
    # A wake-up already noted is dropped only by rolling back a savepoint that holds this call as well.
    if any(func is wake_dispatcher for _, func, _ in transaction.get_connection().run_on_commit):
        return
    transaction.on_commit(wake_dispatcher)


def wake_dispatcher() -> None:
    """Publish one wake-up. Never raises; a dead or silent broker costs under a second, then nothing for five."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    from .tasks import dispatch_outbox

    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=hasty_options()) as broker:
            dispatch_outbox.apply_async(connection=broker, retry=False)
    except (BrokerError, RedisError, OSError) as error:
        _rests_until = time.monotonic() + REST_AFTER_FAILURE_SECONDS
        logger.warning("No wake-up sent (%s); the sweeper will find the outbox.", type(error).__name__)


def hand_out(task: Any, ids: Iterable[int]) -> None:
    """Send a task to a worker once for each id. Never raises; a dead or silent broker costs under a second."""
    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=hasty_options()) as broker:
            for one in ids:
                task.apply_async(args=(one,), connection=broker, retry=False)
    except (BrokerError, RedisError, OSError) as error:
        logger.warning("No wake-up sent (%s); the sweeper will find what waits.", type(error).__name__)


def hasty_options() -> dict[str, object]:
    """Broker options that give up quickly, for callers who have something better to do than wait."""
    return {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "socket_connect_timeout": TIMEOUT_SECONDS,
        "socket_timeout": TIMEOUT_SECONDS,
        "retry_on_timeout": False,
        "max_retries": 0,
    }
