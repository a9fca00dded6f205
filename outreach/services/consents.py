"""The words somebody agrees to, as they are in force, and whether somebody has agreed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.choices import RegistrationKind
from outreach.models import Consent, ConsentText, Participant, Purpose, Registration


class GuardianDecides(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Who is younger than 17 cannot agree alone: "
                "a parent or guardian does it by their own link or at the desk."
            )
        )


class WordsChanged(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The words of the consent have changed. Please read them once more, then send it again."))


def newest_texts(at: datetime) -> dict[str, ConsentText]:
    """purpose -> the words in force at that moment; the first there are where none was in force yet."""
    found: dict[str, ConsentText] = {}
    day = timezone.localdate(at)
    for text in ConsentText.objects.order_by("valid_from", "version"):
        if text.valid_from <= day or text.purpose not in found:
            found[text.purpose] = text
    return found


def mark_of(texts: Mapping[str, ConsentText]) -> str:
    """What a page sends back to say which words stood on it."""
    return ".".join(str(pk) for pk in sorted(text.pk for text in texts.values()))


def refuse_other_words(shown: str, *, at: datetime) -> None:
    """Raise WordsChanged where the page showed other words than those in force: nobody agrees to words unread."""
    if shown != mark_of(newest_texts(at)):
        raise WordsChanged


def has_agreed(row: Registration) -> bool:
    """Whether a consent to taking part stands."""
    return row.consents.filter(text__purpose=Purpose.ATTENDANCE, is_given=True, withdrawn_at__isnull=True).exists()


def photo_purpose(row: Registration) -> Purpose:
    """What a yes to photos is: of people their own or their guardian's, of a class the school's word that it holds
    the guardians' consents."""
    return Purpose.CLASS_PHOTO if row.kind == RegistrationKind.GROUP else Purpose.PHOTO


def agreeing_name(row: Registration) -> str:
    """Who says yes for this registration: the guardian of a minor who registered alone, else whoever registered."""
    return row.guardian_name if row.needs_guardian else row.name


def named_by(row: Registration, people: Sequence[Participant], purpose: str) -> str:
    """For whom a consent is: the nicknames, of a consent to taking part the children's; the school of a class."""
    if row.kind == RegistrationKind.GROUP:
        return row.school
    children = [person for person in people if person.is_guarded]
    about = children if purpose == Purpose.ATTENDANCE and children else people
    return ", ".join(person.nickname for person in about)[:300]


def photos_standing(row: Registration) -> QuerySet[Consent]:
    """Every yes to photos that stands."""
    photos = (Purpose.PHOTO, Purpose.CLASS_PHOTO)
    return row.consents.filter(text__purpose__in=photos, withdrawn_at__isnull=True, is_given=True)


def write_answers(
    row: Registration, answers: Mapping[str, bool | None], *, name: str, way: str, at: datetime, by: Any
) -> None:
    """One row for each purpose with a yes or no; None says nothing."""
    texts, people = newest_texts(at), list(row.participants.all())
    Consent.objects.bulk_create(
        Consent(
            registration=row, text=texts[purpose], is_given=given, name=name[:80], way=way, at=at, recorded_by=by,
            about=named_by(row, people, purpose),
        )
        for purpose, given in answers.items()
        if given is not None
    )  # fmt: skip
