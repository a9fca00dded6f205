"""What the outreach room tells people."""

from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications.kinds import register

CHANGE = register("outreach.change", _("Changes of events you take part in"), optional=True)
