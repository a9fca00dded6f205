"""A person of the library, with or without an account."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import EmploymentStatus
from baubau_pembinaan.accounts.numbers import MOBILE_PATTERN, format_nip
from baubau_pembinaan.core.history import AuditedModel, audited


def with_titles(prefix: str, name: str, suffix: str) -> str:
    """The name of a person read as a few columns, as `StaffProfile.full_name` says it."""
    said = f"{prefix} {name}".strip()
    return f"{said}, {suffix}" if suffix else said


class StaffProfile(AuditedModel):
    """Who a person is at work. What they were appointed to, and when, stands in Appointment."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="profile",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=150)
    title_prefix = models.CharField(_("title before the name"), max_length=40, blank=True)
    title_suffix = models.CharField(_("title after the name"), max_length=60, blank=True)
    nip = models.CharField(_("NIP / NI PPPK"), max_length=21, blank=True, help_text=_("Digits; spaces are removed."))
    employment_status = models.CharField(
        _("employment status"), max_length=10, choices=EmploymentStatus, default=EmploymentStatus.NON_ASN
    )
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True, help_text=_("For example 0812 3456 7890."))
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("last working day"), null=True, blank=True)
    is_demo = models.BooleanField(_("invented person"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "nip",
                condition=~models.Q(nip=""),
                name="nip_belongs_to_one_person",
                violation_error_message=_("Another staff member already carries this NIP."),
            ),
            models.CheckConstraint(
                condition=models.Q(nip__regex=r"^[0-9]*$"),
                name="nip_is_stored_as_digits",
                violation_error_message=_("NIP holds digits only."),
            ),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__regex=MOBILE_PATTERN),
                name="phone_is_stored_as_628",
                violation_error_message=_("Write a mobile number such as 0812 3456 7890."),
            ),
            models.CheckConstraint(
                condition=models.Q(left_on=None)
                | models.Q(joined_on=None)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="nobody_leaves_before_joining",
                violation_error_message=_("The last working day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Name with titles: 'Dra. Wa Contoh, S.IP., M.Si.'."""
        return with_titles(self.title_prefix, self.name, self.title_suffix)

    @property
    def nip_text(self) -> str:
        """The NIP as letters print it: '19680411 199303 1 009'."""
        return format_nip(self.nip)
