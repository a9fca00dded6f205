"""What the training room tells people."""

from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications.kinds import register

SESSION = register("training.session", _("Trainings you take part in or decide about"), optional=True)
CERTIFICATE = register("training.certificate", _("Your certificates and JP"), optional=True)
