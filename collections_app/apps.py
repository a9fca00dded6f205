from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def may_see_papers(user: Any, stored: Any) -> bool:
    """Signed papers of the collection: whoever reads orders."""
    return bool(user.has_perm("collections_app.view_order"))


def may_see_imports(user: Any, stored: Any) -> bool:
    """Protocols of catalogue files that earlier versions made: whoever takes them in."""
    return bool(user.has_perm("collections_app.import_catalogue"))


class CollectionsConfig(AppConfig):
    name = "collections_app"
    label = "collections_app"
    verbose_name = _("Collection")

    def ready(self) -> None:
        from baubau_pembinaan.documents import access

        from .services import import_runs  # noqa: F401  declares what a worker does

        access.let_in("collection-paper", may_see_papers)
        access.let_in("catalogue-import", may_see_imports)
