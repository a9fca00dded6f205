"""A hand-out that was taken in is spent, also after what it made was thrown away."""

import hashlib
from datetime import datetime, timedelta

from django.utils import timezone

from outreach.models import SpentForm

KEPT_DAYS = 22  # longer than any form for everybody is carried on and then good: a wish, three times seven days


def _digest(nonce: str) -> bytes:
    return hashlib.sha256(f"outreach-form:{nonce}".encode()).digest()


def spend(nonce: str, *, at: datetime) -> None:
    SpentForm.objects.get_or_create(digest=_digest(nonce), defaults={"day": timezone.localdate(at)})


def is_spent(nonce: str) -> bool:
    return SpentForm.objects.filter(digest=_digest(nonce)).exists()


def forget_spent(*, at: datetime) -> int:
    return SpentForm.objects.filter(day__lt=timezone.localdate(at) - timedelta(days=KEPT_DAYS)).delete()[0]
