from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def may_see_papers(user: Any, stored: Any) -> bool:
    """Signed papers of the collection: whoever reads orders."""
    return bool(user.has_perm("collections_app.view_order"))


class CollectionsConfig(AppConfig):
    name = "collections_app"
    label = "collections_app"
    verbose_name = _("Collection")

    def ready(self) -> None:
        from baubau_pembinaan.documents import access

        access.let_in("collection-paper", may_see_papers)
