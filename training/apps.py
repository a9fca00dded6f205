from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    label = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from baubau_pembinaan.documents import access

        access.let_in("training", may_read_file)


def may_read_file(user: Any, stored: Any) -> bool:
    """Materials are for whoever reads the catalogue; proofs and signed papers have their own readers."""
    from training.models import Material

    return user.has_perm("training.view_programme") and Material.objects.filter(file=stored).exists()
