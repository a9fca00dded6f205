"""Standing groups: one membership for many meetings, and what the members made."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import StoredFile
from outreach.choices import WorkKind

from .consent import Consent
from .event import Event
from .registration import Registration


class StandingGroup(AuditedModel):
    """A reading club or a writing workshop. Its name, ages, place and leaders are those of its `event`, whose dates are
    the meetings."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="group", verbose_name=_("event"))
    about = models.TextField(_("about the group"), max_length=1500, blank=True)
    about_en = models.TextField(_("about the group, in English"), max_length=1500, blank=True)
    is_open = models.BooleanField(_("takes new members"), default=True)
    is_published = models.BooleanField(_("has a public page"), default=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("standing group")
        verbose_name_plural = _("standing groups")
        ordering = ["event__title", "pk"]

    def __str__(self) -> str:
        return self.event.reader_title

    @property
    def reader_about(self) -> str:
        english = (get_language() or "id").startswith("en")
        return self.about_en if self.about_en and english else self.about


class MembershipQuerySet(models.QuerySet):
    def living(self) -> "MembershipQuerySet":
        return self.filter(left_at=None)


class Membership(models.Model):
    """A person or a family that belongs to a group.

    `founder` is the registration with which they joined: it holds the names, the ways to reach them and the consents,
    and its link is theirs as long as they belong. Every meeting gets a registration of its own, copied from it.
    `accepted_at` is empty while the guardian's answer or a colleague's look is awaited.
    """

    group = models.ForeignKey(
        StandingGroup, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("standing group")
    )
    founder = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="founded", verbose_name=_("joined with")
    )
    joined_at = models.DateTimeField(_("joined at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="member_leaves_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return str(self.founder)


class Work(Displayed):
    """A text or a picture a member made. Everybody sees it only while `consent` holds; it goes with the member's names.

    `shown_as` is a nickname or a pen name. Not audited: a history would keep what a family took back.
    """

    group = models.ForeignKey(
        StandingGroup, on_delete=models.PROTECT, related_name="works", verbose_name=_("standing group")
    )
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="works", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=8, choices=WorkKind)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=5000, blank=True)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="work", verbose_name=_("picture")
    )
    shown_as = models.CharField(_("shown as by"), max_length=40, blank=True)
    consent = models.ForeignKey(
        Consent, on_delete=models.SET_NULL, null=True, blank=True, related_name="works", verbose_name=_("consent")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["-added_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | Q(file__isnull=False), name="work_has_a_text_or_a_picture"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shown(self) -> bool:
        return self.consent is not None and self.consent.holds
