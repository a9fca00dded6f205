"""E-mail to patrons about their wishes: every step once, all steps of a day in one letter, easily stopped."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.libraries.models import Library
from collections_app.models import Suggestion
from collections_app.models.suggestion import step_of
from collections_app.selectors.telling import LED, about, unheard

MOST_FAILURES = 5  # after so many days without an answer of the mail server the address is left alone
_SALT = "collections_app.stop-mail"
_STOP_FOR = timedelta(days=365)


def with_news(today: date) -> QuerySet[Suggestion]:
    """Wishes with an address whose step was not mailed yet; received ones were told on screen.

    An address that got its letter today waits until tomorrow.
    """
    served = Suggestion.objects.exclude(email="").filter(mailed_on=today)
    found = unheard(Suggestion.objects.exclude(email="").annotate(step=step_of()), "mailed_status")
    return found.filter(mail_failures__lt=MOST_FAILURES).exclude(email__in=served.values("email"))


def send_news(*, today: date, most: int = 500) -> int:
    """One letter an address, one transaction each; returns how many went. A letter that fails is tried another day."""
    addresses = with_news(today).order_by("email").values_list("email", flat=True).distinct()[:most]
    return sum(_send_to(address, today) for address in list(addresses))


@transaction.atomic
def _send_to(address: str, today: date) -> bool:
    locked = with_news(today).filter(email=address).select_for_update(of=("self",), skip_locked=True)
    related = locked.select_related(*LED)
    wishes = list(related.order_by("asked_on", "pk"))
    if not wishes:
        return False
    try:
        letter_about(wishes).send()
    except OSError:  # every failure of a mail server is one
        Suggestion.objects.filter(pk__in=[wish.pk for wish in wishes]).update(mail_failures=F("mail_failures") + 1)
        return False
    for wish in wishes:
        wish.mailed_status, wish.mailed_on, wish.mail_failures = wish.demand.leading.step, today, 0
    Suggestion.objects.bulk_update(wishes, ["mailed_status", "mailed_on", "mail_failures"])
    return True


def letter_about(wishes: Sequence[Suggestion]) -> EmailMessage:
    """The letter about these wishes of one address, in the language of the newest."""
    stop = stop_url(wishes[-1])
    headers = {"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{stop}>"}
    if urlsplit(stop).scheme == "https":
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058 allows https only
    with translation.override(wishes[-1].language):
        subject = ngettext("News of your book suggestion", "News of your %(n)s book suggestions", len(wishes)) % {
            "n": len(wishes)
        }
        parts = [_("Hello,"), *map(about, wishes)]
        parts += [_("No more e-mail about suggestions: %(link)s") % {"link": stop}, Library.current().name]
        return EmailMessage(subject=subject, body="\n\n".join(parts), to=[wishes[-1].email], headers=headers)


def stop_url(wish: Suggestion) -> str:
    """The address that stops letters to whoever left this wish's e-mail address."""
    token = signing.dumps(wish.pk, salt=_SALT)
    return settings.SITE_URL + reverse("collections_app:stop-mail", args=[token])


def read_stop_token(token: str) -> Suggestion | None:
    """The wish behind a genuine link; None for every other text, and once the address is gone."""
    try:
        pk = int(signing.loads(token, salt=_SALT, max_age=_STOP_FOR))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Suggestion.objects.filter(pk=pk).first()


def stop_mail(wish: Suggestion) -> None:
    """Take the address away from all wishes that carry it; the codes go on working."""
    if wish.email:
        Suggestion.objects.filter(email=wish.email).update(email="")
