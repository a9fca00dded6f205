"""Care for wishes and for the search, by night and by day, and files into the catalogue; safe to run twice."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from collections_app.services import import_runs, patron_mail, suggestions, words


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


@shared_task(
    name="collections_app.take_in_catalogue", reject_on_worker_lost=True, soft_time_limit=3000, time_limit=3060
)
def take_in_catalogue(run_id: int) -> None:
    """Take in one catalogue file. A worker that is lost hands it back."""
    import_runs.build(run_id=run_id)


@shared_task(name="collections_app.wake_forgotten")
@once_at_a_time("collections_app.wake_forgotten")
def wake_forgotten() -> None:
    """Take up files whose wake-up or worker was lost, and put away those that were only tried out."""
    import_runs.wake_forgotten(at=timezone.now())
    import_runs.sweep_tried(at=timezone.now())
