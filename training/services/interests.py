"""Who wants a programme that has no date yet."""

from datetime import datetime

from django.db import transaction

from baubau_pembinaan.accounts.models import StaffProfile
from training.models import Interest, Programme


@transaction.atomic
def note_interest(*, programme: Programme, profile: StaffProfile, at: datetime) -> None:
    """Remember that this person wants the programme once it has a date; twice is once."""
    Interest.objects.get_or_create(programme=programme, profile=profile, defaults={"since": at})


@transaction.atomic
def drop_interest(*, programme: Programme, profile: StaffProfile) -> None:
    Interest.objects.filter(programme=programme, profile=profile).delete()
