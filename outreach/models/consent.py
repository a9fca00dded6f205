"""Who agreed to what, in which words, when and how: provable, and can be taken back (UU 27/2022 articles 20-25, 40)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed

from .registration import Registration


class Purpose(models.TextChoices):
    ATTENDANCE = "ikut", _("taking part")
    PHOTO = "foto", _("photos and publication")
    WORK = "karya", _("showing works")
    CLASS_PHOTO = "kelas", _("photos of a class")


class ConsentWay(models.TextChoices):
    WEB = "web", _("on the web page")
    LINK = "tautan", _("by the guardian's link")
    PAPER = "kertas", _("on paper")
    PHONE = "telepon", _("by phone")


class ConsentText(Displayed):
    """The words somebody agrees to. A version that was used never changes: new words are a new version."""

    purpose = models.CharField(_("purpose"), max_length=6, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("words"), max_length=2000)
    text_en = models.TextField(_("words in English"), max_length=2000, blank=True)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("words of consent")
        verbose_name_plural = _("words of consent")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_has_one_version_of_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"

    @property
    def is_used(self) -> bool:
        """Somebody answered to these words: a family, or a party of a reading challenge."""
        return self.consents.exists() or self.reading_parties.exists()

    @property
    def reader_text(self) -> str:
        return self.text_en if self.text_en and (get_language() or "id").startswith("en") else self.text


class Consent(Displayed):
    """One answer, yes or no. A withdrawn yes keeps both moments.

    `about`: the nicknames it was given for, or the school; another child needs another answer.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="consents", verbose_name=_("registration")
    )
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents", verbose_name=_("words"))
    is_given = models.BooleanField(_("agreed"))
    name = models.CharField(_("by"), max_length=80, blank=True)
    about = models.CharField(_("for whom"), max_length=300, blank=True)
    way = models.CharField(_("how"), max_length=8, choices=ConsentWay)
    at = models.DateTimeField(_("at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(is_given=True), name="only_a_given_consent_is_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.is_given}"

    @property
    def holds(self) -> bool:
        return self.is_given and self.withdrawn_at is None
