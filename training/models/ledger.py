"""Hours of learning (JP): rates, targets, and one row for each earned JP with its proof."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import EmploymentStatus
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.core.marks import mark_of
from baubau_pembinaan.documents.models import StoredFile
from training.choices import Form, LedgerStatus, RateUnit, Scope

from .enrolment import Enrolment


class JpRate(AuditedModel):
    """How many JP a form of learning counts from a day on. The newest row not after the day holds."""

    form = models.CharField(_("form"), max_length=20, choices=Form)
    scope = models.CharField(_("scope"), max_length=15, choices=Scope)
    unit = models.CharField(_("counted by"), max_length=10, choices=RateUnit)
    jp = models.DecimalField(
        _("JP"), max_digits=5, decimal_places=2, default=Decimal(0), help_text=_("0 where the programme says it.")
    )
    extra_percent = models.PositiveSmallIntegerField(_("extra (%)"), default=0)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("legal basis"), max_length=200, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("JP rate")
        verbose_name_plural = _("JP rates")
        ordering = ["form", "scope", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "scope", "valid_from"], name="jp_rate_stands_once_a_day"),
            models.CheckConstraint(
                condition=Q(unit="programme", jp=0) | (~Q(unit="programme") & Q(jp__gt=0)),
                name="jp_rate_counts_something_or_asks_the_programme",
                violation_error_message=_("Give the JP of one unit; 0 only where the programme says it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} · {self.get_scope_display()} · {self.valid_from:%Y-%m-%d}"


class JpTarget(AuditedModel):
    """JP a person of this status must reach in a year, from that year on."""

    employment_status = models.CharField(_("employment status"), max_length=10, choices=EmploymentStatus)
    from_year = models.PositiveSmallIntegerField(_("from the year"))
    jp = models.PositiveSmallIntegerField(_("JP a year"))
    source = models.CharField(_("legal basis"), max_length=200, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("JP target")
        verbose_name_plural = _("JP targets")
        ordering = ["employment_status", "-from_year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["employment_status", "from_year"], name="jp_target_stands_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_employment_status_display()} · {self.from_year}"


class JpEntry(AuditedModel):
    """JP of one person for one training. It counts once it is verified, never before."""

    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="jp_entries", verbose_name=_("staff member")
    )
    year = models.PositiveSmallIntegerField(_("year"), db_index=True)
    jp = models.DecimalField(
        _("JP"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(2000)],
    )
    stated_jp = models.DecimalField(
        _("JP on the certificate"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(2000)],
        help_text=_("As its person typed it; the rate table says what counts."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=LedgerStatus, default=LedgerStatus.EARNED, db_index=True
    )
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="jp_entry", verbose_name=_("enrolment")
    )
    title = models.CharField(_("training"), max_length=200)
    form = models.CharField(_("form"), max_length=20, choices=Form)
    scope = models.CharField(_("scope"), max_length=15, choices=Scope, default=Scope.NATIONAL)
    organiser = models.CharField(_("organiser"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    certificate_number = models.CharField(_("certificate number"), max_length=100, blank=True)
    needs_proof = models.BooleanField(
        _("asks for a proof"),
        default=True,
        editable=False,
        help_text=_("Off for what this library held itself: its own record is the proof."),
    )
    proof = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof")
    )
    rate = models.ForeignKey(
        JpRate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rate used")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    is_uploaded = models.BooleanField(_("entered in the personnel system"), default=False)

    history = audited()

    class Meta:
        verbose_name = _("JP entry")
        verbose_name_plural = _("JP ledger")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(jp__gt=0), name="jp_entry_counts_something"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="jp_entry_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(year=models.functions.ExtractYear("ends_on")), name="jp_entry_stands_in_its_year"
            ),
            models.CheckConstraint(
                condition=Q(needs_proof=False) | Q(proof__isnull=False) | ~Q(status="verified"),
                name="jp_from_elsewhere_is_verified_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(needs_proof=True) | Q(enrolment__isnull=False), name="only_own_training_goes_without_proof"
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(reason=""), name="refused_jp_says_why"),
            models.CheckConstraint(
                condition=Q(status="earned", decided_at__isnull=True)
                | (~Q(status="earned") & Q(decided_at__isnull=False)),
                name="jp_decided_exactly_when_no_longer_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.jp} JP"

    @property
    def mark(self) -> str:
        """What a verifier decides about, in a short form that a page can carry and hand back."""
        jp, stated = f"{self.jp:.2f}", "" if self.stated_jp is None else f"{self.stated_jp:.2f}"
        return mark_of(
            self.pk, self.title, self.form, self.scope, self.organiser, self.starts_on, self.ends_on, jp, stated,
            self.certificate_number, self.proof_id, self.status, self.reason,
        )  # fmt: skip

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def is_external(self) -> bool:
        return self.enrolment_id is None

    @property
    def may_be_mended(self) -> bool:
        """By its person: entered by hand, and not verified."""
        return self.is_external and not self.is_verified

    @property
    def is_waiting(self) -> bool:
        return self.status == LedgerStatus.EARNED

    @property
    def is_verified(self) -> bool:
        return self.status == LedgerStatus.VERIFIED


class JpYear(AuditedModel):
    """A closed year: its ledger no longer changes."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    closed_at = models.DateTimeField(_("closed at"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )

    history = audited()

    class Meta:
        verbose_name = _("closed JP year")
        verbose_name_plural = _("closed JP years")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)
