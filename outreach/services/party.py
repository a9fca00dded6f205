"""What somebody asks for when they register, and why it may be refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import tanggal
from outreach.choices import GUARDED_BANDS, Registrant, RegistrationKind
from outreach.models import Registration, RegistrationPolicy

ABSENCES_COUNT_FOR = timedelta(days=183)
CLASS_FROM = 5  # fewer children come with their own guardians' consent


class RegistrationClosed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This date takes no registrations."))


class KnownAlready(ValidationError):
    """Refused for what is known of a phone or an e-mail: `row` says of whom. Only they and staff may read why."""

    def __init__(self, words: str, row: Registration | None) -> None:
        super().__init__(words)
        self.row = row


class NotTaken(ValidationError):
    """What a stranger at the keyboard reads in its place."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "We cannot take this registration in. If you have registered before, use your own link: where we know "
                "your e-mail we have sent you word. Otherwise please ask at the desk."
            )
        )


class AlreadyRegistered(KnownAlready):
    def __init__(self, row: Registration | None = None) -> None:
        super().__init__(
            _("Somebody with this phone or e-mail is registered already. Use your link, or ask at the desk."), row
        )


class Paused(KnownAlready):
    def __init__(self, until: Any, row: Registration | None = None) -> None:
        super().__init__(
            _("You did not come several times without cancelling. You can register again from %(day)s.")
            % {"day": tanggal(until)},
            row,
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


class GrownUpNeeded(ValidationError):
    def __init__(self, field: str) -> None:
        super().__init__({field: _("A family, a class or a younger child is registered by a grown-up.")})


class ClassTooSmall(ValidationError):
    def __init__(self) -> None:
        words = _("A class or group begins at %(n)s people; register fewer as a family or one by one.")
        super().__init__({"size": words % {"n": CLASS_FROM}})


class PersonAgreedTo(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Your guardian said yes to this person. For somebody else, cancel and register anew."))


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

    age: whoever registers, a choices.Registrant. Under 17 the guardian's answer is awaited; with 17 the guardian
    is told. companions: grown-ups who come along without a seat. attendance: the guardian at the keyboard agrees;
    photo: yes, no or None where nobody was asked.
    """

    kind: str
    name: str
    phone: str = ""
    email: str = ""
    people: Sequence[Person] = ()
    size: int = 0
    group_band: str = ""
    companions: int = 0
    school: str = ""
    needs: str = ""
    age: str = Registrant.ADULT
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
    def is_small_class(self) -> bool:
        return self.kind == RegistrationKind.GROUP and self.size < CLASS_FROM

    @property
    def who_comes(self) -> list[tuple[str, str]]:
        """Nickname and age of each, in an order of its own: two parties of the same people compare equal."""
        return sorted((person.nickname, person.age_band) for person in self.people)

    @property
    def has_guarded(self) -> bool:
        if self.kind == RegistrationKind.GROUP:
            return False  # the school holds the consents; no child is named here
        return any(person.age_band in GUARDED_BANDS for person in self.people)


def reached_by(phone: str, email: str) -> Q:
    """Registrations of whoever this phone or e-mail reaches; none where both are empty."""
    return (Q(phone=phone) if phone else Q(pk=None)) | (Q(email__iexact=email) if email else Q(pk=None))


def pause_of(*, phone: str, email: str, at: datetime) -> Paused | None:
    """The pause of somebody who did not come too often, with the last time; None where there is none. It ends alone."""
    policy = RegistrationPolicy.on(timezone.localdate(at))
    if not policy.absences:
        return None
    missed = Registration.objects.filter(
        reached_by(phone, email), no_show=True, session__ends_at__gte=at - ABSENCES_COUNT_FOR
    )
    rows = list(missed.select_related("session__event").order_by("session__ends_at", "pk"))
    if len({row.session.ends_at for row in rows}) < policy.absences:
        return None
    until = rows[-1].session.ends_at + timedelta(days=policy.pause_days)
    return Paused(until, rows[-1]) if until > at else None
