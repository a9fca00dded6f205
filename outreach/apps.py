from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    label = "outreach"
    verbose_name = _("Outreach")

    def ready(self) -> None:
        from baubau_pembinaan.documents import access

        access.let_in("outreach-photo", may_see_photos)
        access.let_in("outreach-work", may_see_photos)
        access.let_in("outreach-agreement", may_see_agreements)


def may_see_photos(user: Any, stored: Any) -> bool:
    """Photos of events may show children, works are theirs: for those who run them."""
    return user.has_perm("outreach.run_session")


def may_see_agreements(user: Any, stored: Any) -> bool:
    return user.has_perm("outreach.view_partner")
