"""What can be learnt: subject areas, programmes and their materials."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.fields import HttpsURLField
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import StoredFile
from training.choices import Form, ProviderKind, Scope

from .competence import Bilingual, Competence


class SubjectArea(Bilingual, AuditedModel):
    """A subject of the mission: information technology, friendly service, children's services ..."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("subject area")
        verbose_name_plural = _("subject areas")
        ordering = ["order", "title", "pk"]


class Programme(Bilingual, AuditedModel):
    """Something to learn, held as often as wanted; each time is a Session."""

    form = models.CharField(_("form"), max_length=20, choices=Form)
    scope = models.CharField(_("scope"), max_length=15, choices=Scope, default=Scope.NATIONAL)
    subject = models.ForeignKey(
        SubjectArea, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("subject area")
    )
    competences = models.ManyToManyField(
        Competence, blank=True, related_name="programmes", verbose_name=_("competences aimed at")
    )
    summary = models.TextField(_("what is learnt"), max_length=2000, blank=True)
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    provider_kind = models.CharField(_("held by"), max_length=10, choices=ProviderKind, default=ProviderKind.OWN)
    provider = models.CharField(_("provider"), max_length=200, blank=True, help_text=_("The other institution's name."))
    jp = models.DecimalField(
        _("JP of the programme"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(2000)],
        help_text=_("Needed for forms that count as the programme says; others count by day or activity."),
    )
    counts_pro_rata = models.BooleanField(
        _("part attendance counts in part"),
        default=False,
        help_text=_("Off: whoever stays below the least attendance earns nothing."),
    )
    least_attendance = models.PositiveSmallIntegerField(
        _("least attendance (%)"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    gives_certificate = models.BooleanField(_("gives a certificate"), default=True)
    certificate_months = models.PositiveSmallIntegerField(
        _("certificate is valid for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Empty: it has no end."),
    )
    needs_second_approval = models.BooleanField(_("asks for a second approval"), default=False)
    budget_idr = models.PositiveBigIntegerField(_("budget (rupiah)"), null=True, blank=True)
    budget_source = models.CharField(_("source of funds"), max_length=120, blank=True)
    recurrence = models.CharField(
        _("repeats"), max_length=200, blank=True, help_text=_("A rule such as FREQ=MONTHLY;INTERVAL=3;COUNT=4.")
    )
    is_active = models.BooleanField(_("in the catalogue"), default=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited(m2m_fields=["competences"])

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["title", "pk"]
        permissions = [
            ("manage_training", "Can plan programmes and sessions"),
            ("verify_jp", "Can verify JP of training elsewhere"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(provider_kind="own") | ~Q(provider=""),
                name="external_programme_names_its_provider",
                violation_error_message=_("Name the institution that holds it."),
            ),
            models.CheckConstraint(
                condition=Q(least_attendance__range=(1, 100)), name="least_attendance_is_a_percentage"
            ),
        ]


class Material(AuditedModel):
    """Reading and slides of a programme: a stored file or a link, never both."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="materials", verbose_name=_("programme")
    )
    title = models.CharField(_("title"), max_length=200)
    link = HttpsURLField(_("link"), max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    history = audited()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(link="") & Q(file__isnull=False)) | (~Q(link="") & Q(file__isnull=True)),
                name="material_is_a_file_or_a_link",
                violation_error_message=_("Give either a file or a link."),
            )
        ]

    def __str__(self) -> str:
        return self.title
