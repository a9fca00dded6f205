from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    label = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from baubau_pembinaan.documents import access

        from . import long_work  # noqa: F401  declares what a worker does

        access.let_in("training", may_read_file)


def may_read_file(user: Any, stored: Any) -> bool:
    """Materials are for whoever reads the catalogue; proofs and signed papers for the person, who leads them, and
    those who read the ledger."""
    from baubau_pembinaan.accounts.rules import is_self, is_supervisor_of
    from training.models import Certificate, JpEntry, Material, SessionPaper

    if SessionPaper.objects.filter(signed_file=stored).exists():
        return user.has_perm("training.manage_training")
    if Material.objects.filter(file=stored).exists():
        return user.has_perm("training.view_programme")
    entry = JpEntry.objects.filter(proof=stored).select_related("profile").first()
    papers = Certificate.objects.filter(signed_file=stored).select_related("enrolment__profile")
    certificate = papers.first() if entry is None else None
    person = entry.profile if entry else certificate.enrolment.profile if certificate else None
    if person is None:
        return False
    return user.has_perm("training.view_jpentry") or is_self(user, person) or is_supervisor_of(user, person)
