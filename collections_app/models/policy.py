"""What the collection should become: the written policy with its targets, and how wishes are weighed."""

from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.core.statements import KeptModels, blank
from baubau_pembinaan.documents.models import StoredFile
from collections_app.choices import Audience, MainClass


class CollectionPolicy(AuditedModel):
    """The collection development policy; SNP (Perka Perpusnas 8/2017) wants it reviewed every three years."""

    name = models.CharField(_("name"), max_length=150)
    number = models.CharField(_("number"), max_length=80, blank=True)
    adopted_on = models.DateField(_("adopted on"), unique=True)
    review_on = models.DateField(_("to be reviewed by"))
    titles_per_head = models.DecimalField(
        _("titles per inhabitant"), max_digits=6, decimal_places=4, default=Decimal("0.025"),
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    recent_percent = models.PositiveSmallIntegerField(
        _("share of recent titles (%)"), default=10, validators=[MaxValueValidator(100)]
    )
    recent_years = models.PositiveSmallIntegerField(
        _("recent means the last (years)"), default=5, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    source = models.CharField(
        _("rule it follows"), max_length=200, default="Peraturan Kepala Perpusnas 8/2017 (SNP Kabupaten/Kota)"
    )
    paper = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed paper")
    )
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("collection policy")
        verbose_name_plural = _("collection policies")
        ordering = ["-adopted_on", "-pk"]
        permissions = [("manage_policy", "Can set policy, targets and weights")]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gt=F("adopted_on")), name="policy_is_reviewed_after_adoption"
            ),
            models.CheckConstraint(condition=Q(recent_percent__lte=100), name="policy_recent_share_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def valid_on(cls, day: date) -> "CollectionPolicy | None":
        """The newest one adopted by that day."""
        return _POLICY.first(day=day)


_POLICY = KeptModels(
    lambda: CollectionPolicy.objects.filter(adopted_on__lte=blank("day")).order_by("-adopted_on", "-pk")
)


class CollectionTarget(AuditedModel):
    """The share of all titles a class or an age group should have."""

    policy = models.ForeignKey(
        CollectionPolicy, on_delete=models.CASCADE, related_name="targets", verbose_name=_("collection policy")
    )
    main_class = models.CharField(_("main class"), max_length=3, choices=MainClass, blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, blank=True)
    share_percent = models.DecimalField(
        _("share (%)"), max_digits=5, decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )  # fmt: skip

    history = audited()

    class Meta:
        verbose_name = _("collection target")
        verbose_name_plural = _("collection targets")
        ordering = ["policy", "main_class", "audience", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(main_class="") & ~Q(audience="")) | (~Q(main_class="") & Q(audience="")),
                name="target_is_for_a_class_or_an_age_group",
            ),
            models.CheckConstraint(
                condition=Q(share_percent__gte=0) & Q(share_percent__lte=100), name="target_share_is_a_share"
            ),
            models.UniqueConstraint(fields=["policy", "main_class", "audience"], name="target_is_set_once_in_a_policy"),
        ]

    def __str__(self) -> str:
        return str(self.get_main_class_display() or self.get_audience_display())


class BoardWeights(AuditedModel):
    """How many points each reason gives a wish on the demand board, and how a basket is filled, from a day on."""

    valid_from = models.DateField(_("valid from"), unique=True)
    asker_points = models.PositiveSmallIntegerField(_("points per asker"), default=10)
    school_points = models.PositiveSmallIntegerField(_("points per school"), default=20)
    signal_points = models.PositiveSmallIntegerField(
        _("points per step of a need"), default=5, help_text=_("Needs of programmes and surveys have 1 to 10 steps.")
    )
    class_points = models.PositiveSmallIntegerField(
        _("points for a class with nothing of its target"), default=30, help_text=_("Less where the gap is smaller.")
    )
    audience_points = models.PositiveSmallIntegerField(
        _("points for an age group with nothing of its target"), default=30,
        help_text=_("Less where the gap is smaller."),
    )  # fmt: skip
    usual_price_idr = models.DecimalField(
        _("usual price (Rp)"), max_digits=12, decimal_places=0, default=Decimal(100_000),
        validators=[MinValueValidator(Decimal(1))], help_text=_("For titles without an expected price."),
    )  # fmt: skip
    askers_per_copy = models.PositiveSmallIntegerField(
        _("one copy for so many askers"), default=5, validators=[MinValueValidator(1)]
    )
    most_copies = models.PositiveSmallIntegerField(
        _("most copies of a title"), default=3, validators=[MinValueValidator(1)]
    )

    history = audited()

    class Meta:
        verbose_name = _("weights of the demand board")
        verbose_name_plural = _("weights of the demand board")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(usual_price_idr__gte=1, askers_per_copy__gte=1, most_copies__gte=1),
                name="basket_is_counted_from_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def valid_on(cls, day: date) -> "BoardWeights":
        """The newest row valid by that day; the defaults where nobody has set any."""
        return _WEIGHTS.first(day=day) or cls(valid_from=day)


_WEIGHTS = KeptModels(lambda: BoardWeights.objects.filter(valid_from__lte=blank("day")).order_by("-valid_from"))


class DemandSignal(Displayed):
    """Why some wishes weigh more today: a weak unsur, a programme, a theme of the season. A neutral table: rooms above
    write to it (services.signals), this room only reads."""

    key = models.CharField(_("key"), max_length=80, unique=True)
    label = models.CharField(_("need"), max_length=200)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, blank=True)
    main_class = models.CharField(_("main class"), max_length=3, choices=MainClass, blank=True)
    steps = models.PositiveSmallIntegerField(
        _("how strong (1-10)"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    until = models.DateField(_("counts until"))
    is_own = models.BooleanField(_("entered by staff"), default=False, editable=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("need for titles")
        verbose_name_plural = _("needs for titles")
        ordering = ["-until", "label", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(steps__gte=1) & Q(steps__lte=10), name="need_has_one_to_ten_steps"),
        ]
        indexes = [models.Index(fields=["until"], name="need_until")]  # the board asks it of every wish

    def __str__(self) -> str:
        return self.label
