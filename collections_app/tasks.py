"""Care for wishes and for the search, by night and by day; safe to run twice."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from collections_app.services import patron_mail, suggestions, words


@shared_task(name="collections_app.forget_contacts")
@once_at_a_time("collections_app.forget_contacts")
def forget_contacts() -> None:
    """Remove names and numbers of wishes that ended half a year ago."""
    suggestions.forget_contacts(today=timezone.localdate())


@shared_task(name="collections_app.renew_words")
@once_at_a_time("collections_app.renew_words")
def renew_words() -> None:
    """Make the list of words that misspelt searches are put right by anew."""
    words.renew_words()


@shared_task(name="collections_app.mail_patrons")
@once_at_a_time("collections_app.mail_patrons")
def mail_patrons() -> None:
    """Tell patrons who left an e-mail address what has become of their wishes: one mail a day at most."""
    patron_mail.send_news(today=timezone.localdate())
