"""The archive: each report as it was made, version beside version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.core.formats import nama_periode
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.libraries.models import Unit


class Edition(models.Model):
    """One version of one report about one period. The same content is never kept twice in a row: `content_sha256` is
    that of what it says, so a correction makes the next version and nothing else does."""

    report = models.SlugField(_("report"), max_length=40)
    period = models.CharField(_("period"), max_length=10)
    person = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("staff member")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    language = models.CharField(_("language"), max_length=2, default="id")
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    content_sha256 = models.CharField(_("hash of the content"), max_length=64)
    linked = models.JSONField(_("tables whose rows lead to records"), default=list, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    pdf = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="PDF")
    xlsx = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("Excel file"))
    docx = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("Word file"))
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("report in the archive")
        verbose_name_plural = _("archive of reports")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="edition_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "period", "person", "unit", "language", "version"],
                nulls_distinct=False,
                name="edition_has_its_own_version",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(unit__isnull=True), name="edition_is_about_one_thing"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="edition_versions_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.period} v{self.version}"

    def get_absolute_url(self) -> str:
        return row_address("reports:edition-detail", self.pk)

    @property
    def name(self) -> str:
        """What the report is called, in the reader's language."""
        from baubau_pembinaan.reports.registry import titles

        return str(titles().get(self.report, self.title))

    @property
    def period_name(self) -> str:
        return nama_periode(self.period)

    @property
    def subject(self) -> StaffProfile | Unit | None:
        return self.person or self.unit
