from typing import Any

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "baubau_pembinaan.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from baubau_pembinaan.documents import access
        from baubau_pembinaan.notifications import attachments, health

        from . import builders
        from .selectors import schedule
        from .services import scheduling

        builders.register_all()
        attachments.register(scheduling.ATTACHMENT, scheduling.pdf_for)
        health.register("reports", _("Reports on schedule"), schedule.wants_a_look)
        access.let_in("reports", may_read_file)
        access.let_in("inspection", may_read_bundle)


def may_read_file(user: Any, stored: Any) -> bool:
    """A report's files are for whoever may read that report."""
    from .models import Edition
    from .rules import may_read

    named = Q(pdf=stored) | Q(xlsx=stored) | Q(docx=stored)
    edition = Edition.objects.filter(named).select_related("person", "unit").first()
    return edition is not None and may_read(user, edition.subject)


def may_read_bundle(user: Any, stored: Any) -> bool:
    """The inspectors' bundle is for whoever reads every report: the heads, and inspectors until their last day."""
    from .rules import READ

    return user.has_perm(READ)
