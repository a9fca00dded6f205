"""The collection on the roof's own pages."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.portal.search import HITS_AT_MOST, Hit, Kind
from collections_app.selectors.catalogue import titles


def _titles(query: str, user: User) -> Iterator[Hit]:
    for title in titles(query)[: HITS_AT_MOST + 1]:
        yield Hit(title.title, title.authors, reverse("collections_app:title-detail", args=[title.pk]))


SEARCH = [Kind(_("Titles"), "book", "collections_app.view_title", _titles)]
