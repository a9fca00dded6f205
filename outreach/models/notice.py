"""What is said to people without an account: by e-mail, or by a colleague who sends a WhatsApp text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed

from .registration import Registration


class NoticeState(models.TextChoices):
    WAITING = "tunggu", _("waiting to be sent")
    BY_HAND = "manual", _("to be sent by a colleague")
    IN_PERSON = "lisan", _("to be told in person")
    SENT = "terkirim", _("sent")
    FAILED = "gagal", _("could not be delivered")


UNSENT = (NoticeState.WAITING, NoticeState.BY_HAND, NoticeState.IN_PERSON)
BY_A_COLLEAGUE = (NoticeState.BY_HAND, NoticeState.IN_PERSON)


class Notice(Displayed):
    """One message about one registration; the same `key` is said once.

    Whom neither e-mail nor phone reaches is told in person. `before`: of a moved date, when and where the reader
    still believes it to be.

    A message by hand that offers a seat starts the deadline when a colleague marks it as sent (rulings 32).
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="notices", verbose_name=_("registration")
    )
    key = models.CharField(_("occasion"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=2, default="id")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    before = models.CharField(max_length=300, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=NoticeState, db_index=True)
    made_at = models.DateTimeField(_("written at"))
    next_attempt_at = models.DateTimeField(_("next attempt at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )

    class Meta:
        verbose_name = _("message to a patron")
        verbose_name_plural = _("messages to patrons")
        ordering = ["made_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "key"], name="registration_is_told_a_thing_once"),
            models.CheckConstraint(
                condition=Q(state="terkirim", sent_at__isnull=False) | ~Q(state="terkirim"),
                name="sent_notice_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
