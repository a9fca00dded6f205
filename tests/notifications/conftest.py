"""A mail server for every test that wants one, and a cache that remembers no earlier trouble."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from baubau_pembinaan.notifications import dispatch, wakeup

from . import smtp_sink


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    """No test inherits another's dead broker or resting mail server."""
    monkeypatch.setattr(wakeup, "_rests_until", 0.0)
    cache.delete(dispatch.MAIL_RESTS)
    yield
    cache.delete(dispatch.MAIL_RESTS)


@pytest.fixture
def sink(settings) -> Iterator[smtp_sink.Sink]:
    """A scratch mail server that the settings point at."""
    with smtp_sink.running(smtp_sink.Sink()) as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 0.5
        yield running
