"""What is told of long work."""

from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications.kinds import register

RUN_OVER = register("runs.over", _("Long work that you asked for"), optional=True)
