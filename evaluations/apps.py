from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    label = "evaluations"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        from baubau_pembinaan.core import panels
        from baubau_pembinaan.documents import access
        from evaluations.campaign_panel import campaign_panel
        from evaluations.credit_panel import credit_panel, predikat_panel
        from evaluations.feedback_panel import event_panel, session_panel
        from evaluations.need_panel import need_panel
        from evaluations.plan_source import units_suggested
        from training.services.plan_sources import suggest_by

        panels.offer("training.career-credit", credit_panel)
        panels.offer("training.career-predikat", predikat_panel)
        panels.offer("training.session", session_panel)
        panels.offer("outreach.event", event_panel)
        panels.offer("outreach.campaign", campaign_panel)
        suggest_by(units_suggested)
        panels.offer("outreach.need", need_panel)
        access.let_in("evaluations", may_read_report)
        access.let_in("repair-photo", may_see_repair)
        access.let_in("procedure", may_read_procedure)
        access.let_in("accreditation", may_read_accreditation)
        access.let_in("review-evidence", may_read_evidence, alone=True)
        access.let_in("review-batch", may_read_batch, alone=True)


def may_read_report(user: Any, stored: Any) -> bool:
    """Reports of the survey room are for whoever may read its results."""
    from evaluations.services.reporting import REPORTS

    return user.has_perm("evaluations.view_survey") and stored.runs.filter(report__in=REPORTS).exists()


def may_see_repair(user: Any, stored: Any) -> bool:
    """Photos of faults are for whoever may read the tickets."""
    return user.has_perm("evaluations.view_repairticket")


def may_read_procedure(user: Any, stored: Any) -> bool:
    return user.has_perm("evaluations.view_procedure")


def may_read_accreditation(user: Any, stored: Any) -> bool:
    return user.has_perm("evaluations.view_accreditationcomponent")


def may_read_evidence(user: Any, stored: Any) -> bool:
    """The proof of a work result is for whoever may read what stands in its review."""
    from evaluations.services.reviews.files import may_read

    return may_read(user, stored)


def may_read_batch(user: Any, stored: Any) -> bool:
    """Papers of a unit are for whoever asked for them, as long as they may read each of them."""
    from evaluations.services.reviews.batches import may_read

    return may_read(user, stored)
