"""Certificates, one's own and all, and the one behind a code."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.statements import KeptModels, KeptPart, blank
from training.models import Certificate
from training.models.certificate import ALPHABET, CODE_LENGTH

# Signs that people read wrongly, as Crockford's base 32 asks.
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def certificates_of(profile: StaffProfile) -> QuerySet[Certificate]:
    rows = Certificate.objects.filter(enrolment__profile=profile)
    return rows.select_related("number", "signed_file").order_by("-issued_on", "-pk")


def valid_of(enrolments: Collection[int]) -> dict[int, Certificate]:
    """Enrolment -> its certificate that is not revoked. One statement, none where nothing is asked."""
    if not enrolments:
        return {}
    rows = Certificate.objects.filter(enrolment__in=enrolments, revoked_on=None)
    return {row.enrolment_id: row for row in rows.select_related("number", "signed_file")}


def certificates(query: str = "") -> KeptPart[Certificate]:
    """All, the newest first; searched by number, by the person and by the training, in both languages."""
    return (_FOUND if query else _ALL).part(query=query)


def _found() -> QuerySet[Certificate]:
    query = blank("query")
    said = Q(snapshot__title__icontains=query) | Q(snapshot__title_en__icontains=query)
    return _all().filter(said | Q(number__text__icontains=query) | Q(enrolment__profile__name__icontains=query))


def _all() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("number").order_by("-issued_on", "-pk")


_ALL, _FOUND = KeptModels(_all), KeptModels(_found)


def by_code(code: str) -> Certificate | None:
    """The certificate behind a code, however it was typed; no statement for what cannot be one."""
    tidy = code.upper().replace("-", "").replace(" ", "").translate(_MISREAD)
    if len(tidy) != CODE_LENGTH or set(tidy) - set(ALPHABET):
        return None
    return Certificate.objects.select_related("number").filter(code=tidy).first()
