"""What this system can show an assessor by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    SKM = "skm", _("Published results of patron surveys")
    FOLLOW_UP = "follow_up", _("Follow-ups of patron surveys")
    SOP = "sop", _("SOP on the shelf")
    POLICY = "policy", _("Policies on the shelf")
    DECREE = "decree", _("Decrees on the shelf")
    STANDARDS = "standards", _("Service standards with targets")
    SERVICES = "services", _("Register of services")
    TRAINING = "training", _("Trainings that were held")
    PARTNERS = "partners", _("Agreements with partners")
