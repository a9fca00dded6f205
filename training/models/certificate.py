"""Papers that say somebody completed a session; they keep what they said."""

import secrets

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import DocumentNumber, StoredFile

from .enrolment import Enrolment

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
CODE_LENGTH = 26  # 130 bits: the check page shows a name


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))


class Certificate(AuditedModel):
    """`snapshot` holds what the paper says, as it was on the day of issue; renaming a programme changes no paper."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("enrolment")
    )
    number = models.OneToOneField(DocumentNumber, on_delete=models.PROTECT, related_name="+", verbose_name=_("number"))
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    snapshot = models.JSONField(_("what it says"), encoder=DjangoJSONEncoder, editable=False)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certificate issued by"),
    )
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    signed_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed version")
    )

    history = audited()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(revoked_on=None), name="one_valid_certificate_for_one_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoke_reason="")
                | (Q(revoked_on__isnull=False) & ~Q(revoke_reason="")),
                name="revoked_certificate_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def get_absolute_url(self) -> str:
        return reverse("training:certificate-check", args=[self.code])

    @property
    def is_revoked(self) -> bool:
        return self.revoked_on is not None

    @property
    def is_expired(self) -> bool:
        """Past its last day, without having been revoked."""
        return not self.is_revoked and self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def code_text(self) -> str:
        """The code in groups, as people read it aloud."""
        return "-".join(self.code[start : start + 5] for start in range(0, CODE_LENGTH, 5))
