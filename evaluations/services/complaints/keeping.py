"""How long personal data of complaints stay; the counts stay for good (UU 27/2022, articles 42-44)."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from evaluations.complaint_choices import ENDED
from evaluations.models import Complaint, ComplaintNote

KEEP_CONTACT = timedelta(days=90)  # after the answer: long enough to open it again
KEEP_WORDS = timedelta(days=730)


@transaction.atomic
def forget(*, today: date) -> tuple[int, int]:
    """Take away names and addresses KEEP_CONTACT after the answer, words and notes KEEP_WORDS after it.

    Returns how many lost each. The code keeps working; the library's answer and what staff did stay.
    """
    ended = Q(handling__status__in=ENDED)
    contacts = Complaint.objects.filter(
        ended, contact_forgotten_on=None, handling__answered_on__lt=today - KEEP_CONTACT
    ).values("pk")
    n_contacts = Complaint.objects.filter(pk__in=contacts).update(
        name="", email="", form_key="", tell_at=None, contact_forgotten_on=today
    )
    words = list(
        Complaint.objects.filter(
            ended, words_forgotten_on=None, handling__answered_on__lt=today - KEEP_WORDS
        ).values_list("pk", flat=True)
    )
    ComplaintNote.objects.filter(complaint__in=words).delete()
    n_words = Complaint.objects.filter(pk__in=words).update(text="", reopened_text="", words_forgotten_on=today)
    return n_contacts, n_words
