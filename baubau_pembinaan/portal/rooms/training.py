"""Training on the roof's own pages."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.portal.home import Card, Reader
from baubau_pembinaan.portal.search import HITS_AT_MOST, Hit, Kind
from training.models import Programme
from training.selectors.ledger import verified_and_target


def _jp_card(reader: Reader) -> Card | None:
    """Verified JP of the year, for those who have a target."""
    profile = profile_of(reader.user)
    if profile is None or not reader.user.has_perm("training.take_part"):
        return None
    verified, target = verified_and_target(profile, reader.today.year)
    if target is None:
        return None
    return Card(
        label=_("My JP this year"),
        value=angka(verified, 2),
        unit=_("of %(target)s JP") % {"target": target},
        url=reverse("training:my-jp"),
    )


CARDS = [_jp_card]


def _programmes(query: str, user: User) -> Iterator[Hit]:
    found = Programme.objects.filter(Q(title__icontains=query) | Q(title_en__icontains=query))
    for programme in found.order_by("title", "pk")[: HITS_AT_MOST + 1]:
        address = reverse("training:programme-detail", args=[programme.pk])
        yield Hit(programme.reader_title, programme.get_form_display(), address)


SEARCH = [
    Kind(gettext_lazy("Trainings"), "mortarboard", "training.view_programme", _programmes),
]
