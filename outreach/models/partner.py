"""With whom the library works: schools, communities, media, sponsors, performers."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.libraries.models import Village
from outreach.choices import SCHOOLS, PartnerKind


class Partner(AuditedModel):
    """A school, a group or a person the library works with. They have no sign-in."""

    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=PartnerKind, db_index=True)
    npsn = models.CharField(
        "NPSN",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("An NPSN has 8 digits."))],
        help_text=_("The national number of a school, 8 digits."),
    )
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("village (kelurahan)"),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    next_step = models.CharField(_("next step"), max_length=250, blank=True)
    next_step_on = models.DateField(_("next step by"), null=True, blank=True)
    notes = models.TextField(_("notes"), max_length=2000, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["npsn"], condition=~Q(npsn=""), name="npsn_names_one_school"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_school(self) -> bool:
        return self.kind in SCHOOLS
