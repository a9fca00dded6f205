"""A file under MEDIA_ROOT with a random name; only its row knows what it is and whose."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.documents.sniff import Kind


def new_token() -> str:
    """192 random bits, for the address of a file."""
    return secrets.token_urlsafe(24)


def stored_path(stored: "StoredFile", _filename: str) -> str:
    """A place that tells nothing about the file: two letters of its random name, the name, the kind's own ending."""
    name = secrets.token_hex(16)
    return f"berkas/{name[:2]}/{name}.{stored.kind}"


class StoredFile(models.Model):
    """`app` names the app whose rows it belongs to; that app says who may read it (documents.access)."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    file = models.FileField(_("file"), upload_to=stored_path, max_length=120)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("content type"), max_length=4, choices=[(kind, kind.upper()) for kind in Kind])
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    app = models.CharField(_("belongs to"), max_length=40)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_has_its_sha256"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_address("documents:file", self.token)

    @property
    def content_type(self) -> str:
        return Kind(self.kind).content_type
