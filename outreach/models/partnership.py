"""What the library and a partner agreed, and what they did together."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import StoredFile

from .partner import Partner
from .session import Session


class Agreement(AuditedModel):
    """A written agreement (MoU, kerja sama), with the days on which it is in force and the signed paper."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("partner"))
    number = models.CharField(_("number"), max_length=80, blank=True)
    about = models.CharField(_("about"), max_length=200)
    starts_on = models.DateField(_("in force from"))
    ends_on = models.DateField(_("in force until"))
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_agreement",
        verbose_name=_("signed paper"),
        editable=False,
    )

    history = audited()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.about


class VisitKind(models.TextChoices):
    THEY_CAME = "datang", _("they came to the library")
    WE_WENT = "pergi", _("we went to them")
    THEIR_PROGRAMME = "program-mitra", _("we took part in their own programme")


class PartnerVisit(AuditedModel):
    """One meeting with a partner: what was done, how many were reached, what was lent, what we learned."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="visits", verbose_name=_("partner"))
    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_visits",
        verbose_name=_("date of an event"),
    )
    kind = models.CharField(_("kind"), max_length=14, choices=VisitKind)
    day = models.DateField(_("day"))
    reached = models.PositiveIntegerField(_("people reached"), default=0, validators=[MaxValueValidator(100_000)])
    books_lent = models.PositiveIntegerField(_("books lent"), default=0, validators=[MaxValueValidator(100_000)])
    done = models.CharField(_("what was done"), max_length=300)
    learned = models.CharField(_("what we learned"), max_length=300, blank=True)
    competence = models.CharField(_("competence it built"), max_length=150, blank=True)
    colleague = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_visits",
        verbose_name=_("colleague"),
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("noted by"),
        editable=False,
    )

    history = audited()

    class Meta:
        verbose_name = _("meeting with a partner")
        verbose_name_plural = _("meetings with partners")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.done
