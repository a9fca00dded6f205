"""What waits for verification and what was decided, each with what became of its certificate."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from baubau_pembinaan.core.statements import FoundFirst, KeptPart, blank
from training.choices import LedgerStatus
from training.models import Certificate, JpEntry, JpYear

PROVED = Q(needs_proof=False) | Q(proof__isnull=False)


def with_revocation(rows: QuerySet[JpEntry]) -> QuerySet[JpEntry]:
    """Each with `revoked_on` and `revoke_reason` of its newest certificate; None where that one is valid or none is."""
    newest = Certificate.objects.filter(enrolment=OuterRef("enrolment")).order_by("-pk")
    return rows.annotate(
        revoked_on=Subquery(newest.values("revoked_on")[:1]), revoke_reason=Subquery(newest.values("revoke_reason")[:1])
    )


def to_verify(own: int | None) -> KeptPart[JpEntry]:
    """What can be decided by the person `own`: others' JP with a proof, the oldest first."""
    return _TO_VERIFY.part(own=own or 0)


def to_wait_for(own: int | None) -> KeptPart[JpEntry]:
    """The rest of what waits: without a proof yet, or the reader's own; the oldest first."""
    return _TO_WAIT_FOR.part(own=own or 0)


def decided(query: str = "") -> KeptPart[JpEntry]:
    """What was decided of years that are open, the newest decision first; searched by person, training and number."""
    return (_FOUND if query else _DECIDED).part(query=query)


def _waiting() -> QuerySet[JpEntry]:
    return JpEntry.objects.filter(status=LedgerStatus.EARNED).order_by("entered_at", "pk")


def _decided() -> QuerySet[JpEntry]:
    closed = JpYear.objects.values("year")
    rows = JpEntry.objects.exclude(status=LedgerStatus.EARNED).exclude(year__in=closed)
    return rows.order_by("-decided_at", "-pk")


def _found() -> QuerySet[JpEntry]:
    query = blank("query")
    words = Q(profile__name__icontains=query) | Q(title__icontains=query) | Q(certificate_number__icontains=query)
    return _decided().filter(words)


def with_overlap(rows: QuerySet[JpEntry]) -> QuerySet[JpEntry]:
    """Each with `same_days`: the title of another row of its person on the same days that waits or counts; or None."""
    others = JpEntry.objects.exclude(status=LedgerStatus.REFUSED).exclude(pk=OuterRef("pk"))
    others = others.filter(
        profile=OuterRef("profile"), starts_on__lte=OuterRef("ends_on"), ends_on__gte=OuterRef("starts_on")
    )
    return rows.annotate(same_days=Subquery(others.order_by("ends_on", "pk").values("title")[:1]))


def _read() -> QuerySet[JpEntry]:
    return with_revocation(JpEntry.objects.select_related("profile", "proof", "rate", "enrolment__session"))


def _read_decided() -> QuerySet[JpEntry]:
    return JpEntry.objects.select_related("profile", "decided_by")


_OWN: Any = blank("own")
_TO_VERIFY = FoundFirst(lambda: _waiting().filter(PROVED).exclude(profile=_OWN), lambda: with_overlap(_read()))
_TO_WAIT_FOR = FoundFirst(lambda: _waiting().exclude(PROVED & ~Q(profile=_OWN)), _read)
_DECIDED, _FOUND = FoundFirst(_decided, _read_decided), FoundFirst(_found, _read_decided)
