"""What the library promises, measured; and the shelf of procedures it works by."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.libraries.models import Service, Unit


class Measure(models.TextChoices):
    """Where the reached value comes from; all but the first are counted by the system itself."""

    MANUAL = "manual", _("Written down by hand")
    COMPLAINT_DAYS = "complaint_days", _("Days to answer a complaint or question (median)")
    COMPLAINT_IN_TIME = "complaint_in_time", _("Complaints and questions answered in time (%)")
    COMMENT_DAYS = "comment_days", _("Days to see to a survey comment (median)")
    SUGGESTION_DAYS = "suggestion_days", _("Days to a first word on a book suggestion (median)")
    VISITS = "visits", _("Visits in the year")
    OPENING_KEPT = "opening_kept", _("Announced opening days with a daily count (%)")
    RESPONSE_MINUTES = "response_minutes", _("Minutes for a question at the desk (median)")


class Better(models.TextChoices):
    LOWER = "lower", _("at most the target")
    HIGHER = "higher", _("at least the target")


class ServiceStandard(AuditedModel):
    """One promise with its target. `service` empty: of the whole library."""

    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="standards", verbose_name=_("service")
    )
    promise = models.CharField(_("what is promised"), max_length=200)
    promise_en = models.CharField(_("what is promised, in English"), max_length=200, blank=True)
    measure = models.CharField(_("how it is measured"), max_length=20, choices=Measure, default=Measure.MANUAL)
    unit = models.CharField(_("unit of measure"), max_length=30, help_text=_("For example: days, minutes, %."))
    unit_en = models.CharField(_("unit of measure, in English"), max_length=30, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    better = models.CharField(_("kept when the value is"), max_length=6, choices=Better, default=Better.LOWER)
    is_active = models.BooleanField(_("in use"), default=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("service standard")
        verbose_name_plural = _("service standards")
        ordering = [F("service__position").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(target__gte=0), name="service_standard_target_is_not_negative")
        ]

    def __str__(self) -> str:
        return self.reader_promise

    @property
    def reader_promise(self) -> str:
        return self._said("promise")

    @property
    def reader_unit(self) -> str:
        return self._said("unit")

    def _said(self, field: str) -> str:
        """The field in the reader's language; the Indonesian words where there are no others."""
        english = getattr(self, f"{field}_en") if (get_language() or "id").startswith("en") else ""
        return english or getattr(self, field)

    @property
    def is_manual(self) -> bool:
        return self.measure == Measure.MANUAL

    def is_kept(self, value: Decimal) -> bool:
        return value <= self.target if self.better == Better.LOWER else value >= self.target


class StandardValue(AuditedModel):
    """What a standard that is written down by hand came to in a year."""

    standard = models.ForeignKey(
        ServiceStandard, on_delete=models.CASCADE, related_name="values_by_hand", verbose_name=_("service standard")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("reached"), max_digits=12, decimal_places=2)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("reached value")
        verbose_name_plural = _("reached values")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "year"], name="standard_is_reached_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=2000) & Q(year__lte=2100), name="standard_year_is_believable"),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class ProcedureKind(models.TextChoices):
    SOP = "sop", _("Standard operating procedure (SOP)")
    POLICY = "policy", _("Policy")
    DECREE = "decree", _("Decree or letter of assignment")
    GUIDE = "guide", _("Guide")


class Procedure(AuditedModel):
    """A paper the house works by. `review_on`: the day by which somebody looks whether it still holds."""

    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number of the paper"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ProcedureKind, default=ProcedureKind.SOP)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    valid_from = models.DateField(_("in force from"))
    review_on = models.DateField(_("to be reviewed by"))
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    retired_on = models.DateField(_("out of force since"), null=True, blank=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("procedure or policy")
        verbose_name_plural = _("procedures and policies")
        ordering = ["title", "pk"]
        permissions = [("manage_procedure", "Can keep the shelf of procedures and policies")]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gt=F("valid_from")), name="procedure_is_reviewed_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gte=F("valid_from")),
                name="procedure_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title
