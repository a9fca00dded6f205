"""Why a step of an enrolment is refused."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal
from training.models import Enrolment


class IllegalStep(ValidationError):
    """The enrolment is not in a state this step starts from."""

    def __init__(self, enrolment: Enrolment) -> None:
        super().__init__(
            _("%(person)s is already “%(status)s”; this step does not apply."),
            params={"person": enrolment.profile, "status": enrolment.get_status_display()},
        )


class EnrolmentClosed(ValidationError):
    """Nobody may ask for a seat on this day; `opens_on` where the day is still to come."""

    def __init__(self, opens_on: date | None = None) -> None:
        if opens_on:
            super().__init__(_("Enrolment for this session opens on %(day)s."), params={"day": tanggal(opens_on)})
        else:
            super().__init__(_("Enrolment is not open for this session."))


class SessionOver(ValidationError):
    """After the last meeting nobody gets a seat, and nobody leaves one: finishing says what came of it."""

    def __init__(self) -> None:
        super().__init__(_("The last meeting is over; seats no longer change."))


class AlreadyEnrolled(ValidationError):
    def __init__(self, profile: StaffProfile) -> None:
        super().__init__(_("%(person)s is enrolled in this session already."), params={"person": profile})


class TeachesHere(ValidationError):
    """Nobody sits in the session they teach."""

    def __init__(self, profile: StaffProfile) -> None:
        super().__init__(_("%(person)s teaches in this session."), params={"person": profile})


class NotAtWork(ValidationError):
    def __init__(self, profile: StaffProfile) -> None:
        super().__init__(_("%(person)s no longer works here."), params={"person": profile})


class OfferLapsed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The time to take this seat is over; it goes to the next in line."))


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say why; the person reads it.")})
