"""What the report room tells people."""

from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications.kinds import register

READY = register("reports.ready", _("Reports you asked for"), optional=True)
SCHEDULED = register("reports.scheduled", _("Reports sent to you on schedule"), optional=True)
STUCK = register("reports.stuck", _("Reports on schedule that could not be made"), optional=False)
