"""The demo's partners who suggest titles, and one file handed to the catalogue system. Schools are invented."""

from datetime import datetime, time

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from collections_app.models import CatalogueSending, Suggestion, SuggestionPartner
from collections_app.selectors.sending import waiting
from collections_app.services.partners import revoke_link, save_partner, school_year_end
from collections_app.services.sending import send_copies
from collections_app.services.suggestions import suggest

# name, contact, number, titles of the catalogue of wishes (title, author, publisher, for whom, copies)
PARTNERS = [
    (
        "SMP Contoh 2 Baubau",
        "Ibu Guru Contoh",
        "6281100000201",
        [
            ("Si Anak Badai", "Tere Liye", "Republika", "youth", 10),
            ("Negeri 5 Menara", "Ahmad Fuadi", "Gramedia Pustaka Utama", "youth", 20),
        ],
    ),
    ("TBM Contoh Pesisir", "Bapak Contoh", "", []),
]


def load(context: DemoContext) -> None:
    """What stands there already stays as it is."""
    if SuggestionPartner.objects.filter(is_demo=True).exists():
        return
    head, librarian = context.shared["users"]["kabid"], context.shared["users"]["pustakawan"]
    for name, contact, phone, titles in PARTNERS:
        partner = SuggestionPartner(
            name=name, contact_name=contact, phone=phone, ends_on=school_year_end(context.days_ago(0)), is_demo=True
        )
        save_partner(partner=partner, by=head)
        for title, author, publisher, audience, copies in titles:
            suggest(
                title=title, author=author, publisher=publisher, audience=audience, copies=copies, partner=partner,
                name="Kelas 8", on=context.days_ago(15), is_demo=True,
            )  # fmt: skip
        if not titles:
            revoke_link(partner=partner, by=head, on=context.days_ago(30))
    if waiting("slims").exists() and not waiting("slims").filter(title__is_demo=False).exists():
        at = timezone.make_aware(datetime.combine(context.days_ago(30), time(14)))
        until = context.days_ago(31)
        if waiting("slims").filter(received_on__lte=until).exists():
            send_copies(
                system="slims", recipient="Komputer katalog (contoh)", by=librarian, at=at, until=until, is_demo=True
            )


def clear(context: DemoContext) -> None:
    CatalogueSending.objects.filter(is_demo=True).delete()
    invented = SuggestionPartner.objects.filter(is_demo=True)
    Suggestion.objects.filter(partner__in=invented).delete()
    invented.delete()
