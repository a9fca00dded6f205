"""What people wish for: each wish is a suggestion, wishes for the same title are one demand."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.followup_code import shown_code
from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from collections_app.choices import ARRIVED, FINAL_STEPS, PREPARING, Audience, DemandStatus, MainClass
from collections_app.identity import show_isbn

from .catalogue import Title
from .partner import SuggestionPartner


class RefusalReason(models.Model):
    """Why a wish is not met, in words its asker reads."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    text = models.CharField(_("what the asker reads"), max_length=200)
    text_en = models.CharField(_("what the asker reads, English"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reason for declining")
        verbose_name_plural = _("reasons for declining")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def reader_text(self) -> str:
        return self.text_en if (get_language() or "id").startswith("en") and self.text_en else self.text


class DemandQuerySet(AuditedQuerySet):
    def on_their_own(self) -> "DemandQuerySet":
        """Those that were not joined to another."""
        return self.filter(joined_to=None)

    def leading_of(self, keys: Any) -> "DemandQuerySet":
        """The demands whose status counts for these (keys, or a query of keys): themselves, or what they were joined
        to; each once."""
        led = Demand.objects.filter(pk__in=keys).values(lead=Coalesce("joined_to", "pk"))
        return self.filter(pk__in=led)


def prepared(path: str = "") -> Q:
    """`Demand.is_prepared` of the demand at `path`, as a condition."""
    held = {"status": DemandStatus.AVAILABLE, "owned__call_number": ""}
    return Q(**{f"{path}{name}": value for name, value in held.items()})


def step_of() -> Any:
    """The step of a wish's leading demand, as a column."""
    here = (Q(demand__joined_to=None) & prepared("demand__")) | prepared("demand__joined_to__")
    status = Coalesce(F("demand__joined_to__status"), F("demand__status"))
    return Case(When(here, then=Value(ARRIVED)), default=status, output_field=models.CharField())


class Demand(AuditedModel):
    """One title somebody wishes for. `joined_to`: staff found it to be the same title as another demand; taking the
    mark away separates them again, since every suggestion stays with the demand it was made for."""

    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author of the title"), max_length=200, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, blank=True)
    main_class = models.CharField(_("main class"), max_length=3, choices=MainClass, blank=True)
    price_idr = models.DecimalField(
        _("expected price (Rp)"),
        max_digits=12,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    status = models.CharField(_("status"), max_length=10, choices=DemandStatus, default=DemandStatus.NEW, db_index=True)
    reason = models.ForeignKey(
        RefusalReason, on_delete=models.PROTECT, null=True, blank=True, related_name="demands", verbose_name=_("reason")
    )
    note = models.CharField(_("word to the asker"), max_length=300, blank=True)
    status_on = models.DateField(_("status since"))
    owned = models.ForeignKey(
        Title, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("title on the shelf")
    )
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined", verbose_name=_("same title as")
    )
    match_key = models.CharField(max_length=32, editable=False, db_index=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    objects = DemandQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ["-status_on", "-pk"]
        permissions = [("manage_demand", "Can decide on demands")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="demand_has_a_title"),
            models.CheckConstraint(
                condition=Q(status="declined", reason__isnull=False) | (~Q(status="declined") & Q(reason=None)),
                name="demand_has_a_reason_exactly_when_declined",
            ),
            models.CheckConstraint(
                condition=Q(joined_to=None) | ~Q(joined_to=models.F("pk")), name="demand_is_not_joined_to_itself"
            ),
            # One that has ended stays as it ended; who asks for its title again makes a new one.
            models.UniqueConstraint(
                fields=["isbn"],
                condition=~Q(isbn="") & Q(joined_to=None) & ~Q(status__in=FINAL_STEPS),
                name="isbn_is_one_demand",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def isbn_shown(self) -> str:
        return show_isbn(self.isbn)

    @property
    def leading(self) -> "Demand":
        """The demand whose status counts: itself, or the one it was joined to."""
        return self.joined_to or self

    @property
    def is_prepared(self) -> bool:
        """Whether its copies are here and not on the shelf yet: their title has no call number."""
        there = self.owned if self.status == DemandStatus.AVAILABLE else None
        return there is not None and not there.call_number

    @property
    def step(self) -> str:
        """How far it is: the status, or ARRIVED."""
        return ARRIVED if self.is_prepared else self.status

    @property
    def step_word(self) -> str:
        return str(PREPARING) if self.is_prepared else self.get_status_display()

    @property
    def is_declined(self) -> bool:
        return self.status == DemandStatus.DECLINED


class Suggestion(Displayed):
    """One person's wish. Patrons' data, so without history; the contact goes once it is no longer needed."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="suggestions", verbose_name=_("demand"))
    code = models.CharField(_("follow-up code"), max_length=11, unique=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="book_suggestions",
        verbose_name=_("asked by (staff)"),
    )
    partner = models.ForeignKey(
        SuggestionPartner, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions",
        verbose_name=_("partner"),
    )  # fmt: skip
    said_title = models.CharField(_("title as the asker wrote it"), max_length=300, blank=True)
    said_author = models.CharField(_("author as the asker wrote it"), max_length=200, blank=True)
    # Of a wish without contact: the connection it came from, salted anew every month (core.flood).
    origin = models.CharField(max_length=16, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=100, blank=True)
    phone = models.CharField(_("WhatsApp number"), max_length=15, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    why = models.CharField(_("what for"), max_length=300, blank=True)
    school = models.CharField(_("school"), max_length=120, blank=True)
    copies = models.PositiveSmallIntegerField(_("copies wished"), default=1, validators=[MinValueValidator(1)])
    asked_on = models.DateField(_("asked on"))
    told_status = models.CharField(_("last told"), max_length=10, choices=DemandStatus, blank=True)
    mailed_status = models.CharField(_("last told by e-mail"), max_length=10, choices=DemandStatus, blank=True)
    mailed_on = models.DateField(_("last e-mail on"), null=True, blank=True)
    mail_failures = models.PositiveSmallIntegerField(_("e-mails that failed"), default=0)

    class Meta:
        verbose_name = _("book suggestion")
        verbose_name_plural = _("book suggestions")
        ordering = ["-asked_on", "-pk"]
        indexes = [
            models.Index(fields=["email"], condition=~Q(email=""), name="suggestion_email"),
            models.Index(fields=["origin"], condition=~Q(origin=""), name="suggestion_origin"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{11}$"), name="suggestion_has_a_whole_code"),
            models.UniqueConstraint(
                fields=["demand", "phone"], condition=~Q(phone=""), name="phone_asks_once_for_a_title"
            ),
            models.UniqueConstraint(
                fields=["demand", "email"], condition=~Q(email=""), name="e_mail_asks_once_for_a_title"
            ),
            models.UniqueConstraint(
                fields=["demand", "origin"], condition=~Q(origin=""), name="origin_asks_once_for_a_title"
            ),
            models.UniqueConstraint(fields=["demand", "asked_by"], name="colleague_asks_once_for_a_title"),
            models.UniqueConstraint(fields=["demand", "partner"], name="partner_asks_once_for_a_title"),
        ]

    def __str__(self) -> str:
        return self.code_shown

    @property
    def code_shown(self) -> str:
        return shown_code(self.code)

    @property
    def status_url(self) -> str:
        """The full address of the page that says how far it is; SITE_URL drives it, whoever asks."""
        return settings.SITE_URL + reverse("collections_app:public-status", args=[self.code])
