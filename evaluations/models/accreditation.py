"""What the accreditation of a library looks at, and a folder of evidence for each part."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.fields import HttpsURLField
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import StoredFile
from evaluations.accreditation_sources import Source
from training.models.competence import Bilingual


class AccreditationComponent(Bilingual):
    """A component with its weight in percent (Perpusnas 2/2022); all in use make 100."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    weight = models.DecimalField(_("weight in percent"), max_digits=5, decimal_places=2)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("accreditation component")
        verbose_name_plural = _("accreditation components")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100),
                name="accreditation_component_weighs_something",
                violation_error_message=_("A weight lies above 0 and is at most 100."),
            )
        ]


class AccreditationRequirement(Bilingual):
    """One thing an assessor asks to see. `source`: what this system shows by itself; `good_for_years`: how many years a
    piece of evidence stays good."""

    component = models.ForeignKey(
        AccreditationComponent,
        on_delete=models.PROTECT,
        related_name="requirements",
        verbose_name=_("accreditation component"),
    )
    code = models.SlugField(_("code"), max_length=40, unique=True)
    source = models.CharField(_("shown by this system"), max_length=20, choices=Source, blank=True)
    good_for_years = models.PositiveSmallIntegerField(
        _("good for how many years"), default=1, validators=[MinValueValidator(1)]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("piece of evidence asked for")
        verbose_name_plural = _("pieces of evidence asked for")
        ordering = ["component__order", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(good_for_years__gte=1), name="accreditation_evidence_is_good_for_a_year")
        ]


class AccreditationEvidence(AuditedModel):
    """A file or an address put into the folder of one requirement."""

    requirement = models.ForeignKey(
        AccreditationRequirement, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("asked for")
    )
    title = models.CharField(_("title"), max_length=200)
    dated_on = models.DateField(_("date of the paper"))
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    address = HttpsURLField(_("web address"), max_length=300, blank=True)
    put_in_by = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("put in by")
    )
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("accreditation evidence")
        verbose_name_plural = _("accreditation evidence")
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(address=""), name="accreditation_evidence_can_be_looked_at"
            )
        ]

    def __str__(self) -> str:
        return self.title
