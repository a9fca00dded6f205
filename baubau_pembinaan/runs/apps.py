from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RunsConfig(AppConfig):
    name = "baubau_pembinaan.runs"
    label = "runs"
    verbose_name = _("Long work")

    def ready(self) -> None:
        from baubau_pembinaan.accounts import long_lists
        from baubau_pembinaan.core import panels
        from baubau_pembinaan.documents import access

        from . import staff_list
        from .services import FILE_APP

        access.let_in(FILE_APP, may_read_file, alone=True)
        panels.offer("accounts.staff-list", staff_list.panel)
        long_lists.hand_to(staff_list.give)


def may_read_file(user: Any, stored: Any) -> bool:
    """What a run made is for those who may do that work."""
    from . import work

    run = stored.runs.filter(report__in=work.sorts()).first()
    return run is not None and user.is_authenticated and work.of(run).may(user, run)
