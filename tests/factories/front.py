"""Looks at friendly service and accreditation evidence for tests."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import AccreditationEvidence, AccreditationRequirement, Behaviour, ServiceObservation
from evaluations.services import accreditation, observations
from tests.factories.accounts import make_person


def behaviour(code: str = "menyapa") -> Behaviour:
    return Behaviour.objects.get(code=code)


def make_look(person=None, observer=None, *, marks=None, **fields) -> ServiceObservation:
    """A colleague's look of today that waits; `marks`: behaviour code -> mark."""
    observer = observer or make_person(Role.LIBRARIAN)
    today = timezone.localdate()
    marks = {behaviour(code): mark for code, mark in (marks or {"menyapa": "yes", "mendengar": "no"}).items()}
    fields = {"observed_on": today, "on": today, "well": "Ramah.", "next_step": "Dengarkan dulu."} | fields
    return observations.observe(
        person=person or make_person(Role.SERVICE_OFFICER), marks=marks, by=observer.user, **fields
    )


def requirement(code: str = "denah") -> AccreditationRequirement:
    return AccreditationRequirement.objects.get(code=code)


def make_evidence(**fields) -> AccreditationEvidence:
    now = timezone.localtime()
    fields = {"title": "Denah gedung", "dated_on": now.date(), "address": "https://contoh.invalid/denah"} | fields
    return accreditation.put_in(**{"requirement": requirement(), "by": None, "at": now, **fields})
