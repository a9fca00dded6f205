"""What people decide about their own registration's data: photos, the guardian's consent, the link, forgetting."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from baubau_pembinaan.core.followup_code import new_code
from outreach.models import ConsentWay, Registration, Work, new_key
from outreach.services.consents import GuardianDecides, agreeing_name, photo_purpose, photos_standing, write_answers
from outreach.services.notice_words import known_words
from outreach.services.notices import tell
from outreach.services.party import KnownAlready
from outreach.services.photo_care import withdraw_photos
from outreach.services.registering import cancel_locked, locked_registration
from outreach.services.works import remove_work


@transaction.atomic
def answer_about_photos(*, registration: Registration, agrees: bool, at: datetime, way: str, by: Any = None) -> None:
    """Yes or no to photos, any time. A former yes is withdrawn, not overwritten.

    The guardian says yes for a minor, by their own link or at the desk: raises GuardianDecides. Everybody may say no.
    """
    row = locked_registration(registration)
    if agrees and row.needs_guardian and way == ConsentWay.WEB:
        raise GuardianDecides
    purpose = photo_purpose(row)
    if not agrees:
        withdraw_photos(standing=photos_standing(row), at=at)
        return
    if row.consents.filter(text__purpose=purpose, withdrawn_at__isnull=True, is_given=True).exists():
        return
    write_answers(row, {purpose: True}, name=agreeing_name(row), way=way, at=at, by=by)


@transaction.atomic
def withdraw_attendance(*, registration: Registration, at: datetime) -> Registration:
    """The guardian takes the consent back: the seat goes with it."""
    row = locked_registration(registration)
    withdraw_photos(standing=photos_standing(row), at=at)
    row.consents.filter(is_given=True, withdrawn_at__isnull=True).update(withdrawn_at=at)
    return cancel_locked(row, at) if row.session.ends_at > at else row


def tell_the_owner(*, refusal: KnownAlready, at: datetime) -> None:
    """Whoever the number or address belongs to reads why it was refused, once a day, by e-mail alone."""
    if refusal.row is not None:
        key = f"known.{timezone.localdate(at):%Y%m%d}"
        tell(refusal.row, key, known_words(refusal.messages[0]), at=at, only_email=True)


@transaction.atomic
def renew_link(*, registration: Registration) -> Registration:
    """A new self-service link; every older one is void from now on."""
    row = locked_registration(registration)
    row.link_key, row.guardian_key = new_key(), ""
    row.save(update_fields=["link_key", "guardian_key"])
    return row


@transaction.atomic
def renew_code(*, registration: Registration) -> Registration:
    """A new code for a slip; whoever holds an older one reads nothing with it any more."""
    row = locked_registration(registration)
    row.follow_code = new_code()
    row.save(update_fields=["follow_code"])
    return row


@transaction.atomic
def forget_me(*, registration: Registration, at: datetime) -> None:
    """Remove what names somebody at once, as they asked; a live registration is cancelled first. Counts stay."""
    row = locked_registration(registration)
    if row.is_live and row.session.ends_at > at:
        row = cancel_locked(row, at)
    withdraw_photos(standing=photos_standing(row), at=at)
    erase(row, at)


def erase(row: Registration, at: datetime) -> None:
    """Take every name and way to reach somebody out of one registration; seats and ages stay as counts.

    The works of a member go too: nobody could take their consent back any more.
    """
    for work in Work.objects.filter(membership__founder=row).select_related("file"):
        remove_work(work=work)
    row.participants.update(nickname="", school="")
    row.consents.update(name="", about="")
    row.answers.all().delete()
    row.notices.all().delete()
    row.name = row.phone = row.email = row.needs = row.school = ""
    row.guardian_name = row.guardian_phone = row.guardian_email = row.guardian_key = row.guardian_language = ""
    row.follow_code, row.nonce, row.link_key, row.erased_at = None, None, new_key(), at
    row.save()
