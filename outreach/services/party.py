"""What somebody asks for when they register, and why it may be refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import tanggal
from outreach.choices import GUARDED_BANDS, RegistrationKind
from outreach.models import Registration, RegistrationPolicy

ABSENCES_COUNT_FOR = timedelta(days=183)


class RegistrationClosed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This date takes no registrations."))


class AlreadyRegistered(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody with this phone or e-mail is registered already. Use your link, or ask at the desk.")
        )


class Paused(ValidationError):
    def __init__(self, until: Any) -> None:
        super().__init__(
            _("You did not come several times without cancelling. You can register again from %(day)s.")
            % {"day": tanggal(until)}
        )


class PartyTooLarge(ValidationError):
    def __init__(self, seats: int) -> None:
        super().__init__(_("There are %(n)s seats in all; a larger party never fits.") % {"n": seats})


class NoRoom(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("There is no room for more people. Your registration stays as it was."))


class ConsentMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"attendance": _("A parent or guardian must agree before a child takes part.")})


class AnswerTooLate(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This is no longer possible. Load the page again to see where your registration stands."))


@dataclass(frozen=True)
class Person:
    """One who comes."""

    nickname: str
    age_band: str
    school: str = ""


@dataclass(frozen=True)
class Party:
    """What somebody asks for. A group has `size` and `group_band`, others their `people`.

    age: "adult", "17" or "younger": whoever registers. Under 17 the guardian's answer is awaited; with 17 the guardian
    is told. attendance: the guardian at the keyboard agrees; photo: yes, no or None where nobody was asked.
    """

    kind: str
    name: str
    phone: str = ""
    email: str = ""
    people: Sequence[Person] = ()
    size: int = 0
    group_band: str = ""
    school: str = ""
    needs: str = ""
    age: str = "adult"
    guardian_name: str = ""
    guardian_phone: str = ""
    guardian_email: str = ""
    attendance: bool = False
    photo: bool | None = None
    answers: Mapping[int, str] = field(default_factory=dict)

    @property
    def seats(self) -> int:
        return self.size if self.kind == RegistrationKind.GROUP else len(self.people)

    @property
    def has_guarded(self) -> bool:
        if self.kind == RegistrationKind.GROUP:
            return False  # the school holds the consents; no child is named here
        return any(person.age_band in GUARDED_BANDS for person in self.people)


def paused_until(*, phone: str, email: str, at: datetime) -> datetime | None:
    """Until when this person is paused for not coming; None where they are not. The pause ends by itself."""
    policy = RegistrationPolicy.on(timezone.localdate(at))
    if not policy.absences:
        return None
    missed = Registration.objects.filter(no_show=True, session__ends_at__gte=at - ABSENCES_COUNT_FOR)
    moments: set[datetime] = set()
    if phone:
        moments |= set(missed.filter(phone=phone).values_list("session__ends_at", flat=True))
    if email:
        moments |= set(missed.filter(email__iexact=email).values_list("session__ends_at", flat=True))
    if len(moments) < policy.absences:
        return None
    until = max(moments) + timedelta(days=policy.pause_days)
    return until if until > at else None
