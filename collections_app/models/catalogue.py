"""The catalogue mirror: titles and copies as the library's own system has them."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Left, NullIf, Trim, Upper
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.fields import HttpsURLField
from collections_app.choices import GONE, Audience, ItemStatus, Origin, Source
from collections_app.identity import isbns_in, show_isbn


def _matches(text: Any, pattern: str) -> Func:
    return Func(text, Value(pattern), template="(%(expressions)s)", arg_joiner=" ~ ", output_field=BooleanField())


# What identity.dewey_class says of a class (or, without one, of the call number): "000" to "900", "2X0" for the Islamic
# classes, "" for local ones.
_CALL = Trim(Coalesce(NullIf(F("classification"), Value("")), F("call_number")))
_HUNDREDS = r"^\D{0,4}?(\d)\d{2}(?!\d)"
_DIGIT = Func(_CALL, Value(_HUNDREDS), function="substring", output_field=CharField())
MAIN_CLASS = Case(
    When(_matches(_CALL, r"\y2\s*[xX]"), then=Value("2X0")),
    When(_matches(_CALL, _HUNDREDS), then=Concat(_DIGIT, Value("00"))),
    default=Value(""),
    output_field=CharField(),
)


def year_of_publication() -> Any:
    """The year that the catalogue's record of a title will say."""
    return models.PositiveSmallIntegerField(
        _("year of publication"), null=True, blank=True, validators=[MinValueValidator(1000), MaxValueValidator(2100)]
    )


LEFT = 100  # letters of the words that an index of beginnings holds


def is_held(path: str) -> Q:
    """Whether the library has the title at `path`: some copy can be found, or none was ever on record.

    Said as "no copy that is gone and was the last", which looks at the few copies that are gone only.
    """
    others = Item.objects.filter(title=OuterRef("title")).exclude(status__in=GONE)
    return ~Q(Exists(Item.objects.filter(~Exists(others), title=OuterRef(path), status__in=GONE)))


# A copy that, where its title has no call number, stands nowhere a patron could go to.
UNPLACED = Q(status=ItemStatus.AVAILABLE, call_number="", location="")


class TitleQuerySet(models.QuerySet["Title"]):
    def with_copies(self) -> "TitleQuerySet":
        """`copies`, `on_shelf` and `prepared`: how many there are, how many a patron can find today, and how many are
        here without a place on the shelf yet. Counted for the rows shown only, each by an index."""
        held = ~Q(status__in=GONE)
        shelf = Q(status__in=[ItemStatus.AVAILABLE, ItemStatus.NO_LOAN])
        copies = Item.objects.filter(title=OuterRef("pk")).order_by().values("title")

        def counted(which: Q) -> Coalesce:
            return Coalesce(Subquery(copies.annotate(n=Count("pk", filter=which)).values("n")), Value(0))

        unplaced = When(origin=Origin.MANUAL, call_number="", then=counted(UNPLACED))
        prepared = Case(unplaced, default=Value(0), output_field=IntegerField())
        return self.annotate(copies=counted(held), prepared=prepared, on_shelf=counted(shelf) - F("prepared"))

    def held(self) -> "TitleQuerySet":
        """Those the library has: with a copy that can be found, or known without any copy on record."""
        return self.filter(is_held("pk"))


class Title(Displayed):
    """One work in one edition (a bibliographic record). Mirrors the catalogue of record, so it has no history."""

    title = models.CharField(_("title"), max_length=500)
    responsibility = models.CharField(_("statement of responsibility"), max_length=300, blank=True)
    contributors = ArrayField(models.CharField(max_length=200), verbose_name=_("authors"), default=list, blank=True)
    edition = models.CharField(_("edition"), max_length=100, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True, help_text=_("Thirteen digits; 10 become 13."))
    issn = models.CharField(_("ISSN"), max_length=8, blank=True)
    isbn_given = models.CharField(_("ISBN as the source has it"), max_length=80, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    place = models.CharField(_("place of publication"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year of publication"), null=True, blank=True)
    year_given = models.CharField(_("year as the source has it"), max_length=40, blank=True)
    collation = models.CharField(_("extent"), max_length=200, blank=True)
    series = models.CharField(_("series"), max_length=250, blank=True)
    call_number = models.CharField(_("call number"), max_length=100, blank=True)
    classification = models.CharField(_("class"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=60, blank=True)
    medium = models.CharField(_("medium"), max_length=60, blank=True)
    subjects = ArrayField(models.CharField(max_length=200), verbose_name=_("subjects"), default=list, blank=True)
    notes = models.TextField(_("notes"), max_length=8000, blank=True)
    image = models.CharField(_("cover file of the source"), max_length=255, blank=True)
    link = HttpsURLField(_("address of the digital form"), max_length=500, blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.MANUAL)
    match_key = models.CharField(max_length=32, editable=False, db_index=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)
    main_class = models.GeneratedField(
        expression=MAIN_CLASS,
        output_field=models.CharField(max_length=3),
        db_persist=True,
        verbose_name=_("main class"),
    )
    added_on = models.DateField(_("added on"), auto_now_add=True)
    # Filled by a trigger (migration 0002): what is searched.
    search = SearchVectorField(null=True, editable=False)
    words = models.TextField(editable=False, default="", blank=True)

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        ordering = ["title", "pk"]
        permissions = [("import_catalogue", "Can import and export the catalogue")]
        indexes = [
            models.Index(fields=["isbn"], condition=~Q(isbn=""), name="title_isbn"),
            models.Index(fields=["classification"], name="title_class"),
            models.Index(fields=["main_class", "audience"], name="title_main_class"),
            models.Index(fields=["year"], name="title_year"),
            models.Index(fields=["title", "id"], name="title_by_name"),  # the first page of all of them
            models.Index(Upper("title"), name="title_without_case"),  # what `title__iexact` asks
            models.Index(OpClass(Left("words", LEFT), "text_pattern_ops"), name="title_beginning"),
            GinIndex(fields=["search"], name="title_search"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="title_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="title_has_a_title"),
            models.CheckConstraint(
                condition=Q(isbn="") | Q(isbn__regex=r"^97[89][0-9]{10}$"), name="title_isbn_is_thirteen_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def isbn_shown(self) -> str:
        """The ISBN with its hyphens, or the text of the source where that is no valid number."""
        return show_isbn(self.isbn) if self.isbn else self.isbn_given

    @property
    def isbns_given(self) -> list[str]:
        """The numbers as the source has them where it has several; else none."""
        several = len(isbns_in(self.isbn_given)) > 1
        return [part.strip() for part in self.isbn_given.split(";") if part.strip()] if several else []

    @property
    def is_described_here(self) -> bool:
        """Whether the record was made here, for a book bought or given, and did not come from another system."""
        return self.origin == Origin.MANUAL

    @property
    def shelf_mark(self) -> str:
        """Where it stands: the call number, or the class another system shelves it by. The class a book was bought for
        is no place."""
        return self.call_number or ("" if self.is_described_here else self.classification)

    @property
    def authors(self) -> str:
        return "; ".join(self.contributors) or self.responsibility


class TitleName(models.Model):
    """What a record of a file called a title, by ISBN and key. Whoever calls it so again means the same title, whatever
    else has come under that ISBN since, and whatever the title is called today."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="names", verbose_name=_("title"))
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True)
    match_key = models.CharField(_("key of the name"), max_length=32)

    class Meta:
        verbose_name = _("name a title is found by")
        verbose_name_plural = _("names titles are found by")
        ordering = ["match_key", "isbn"]
        constraints = [models.UniqueConstraint(fields=["match_key", "isbn"], name="name_means_one_title")]

    def __str__(self) -> str:
        return f"{self.isbn} {self.match_key}".strip()


class TitleWord(models.Model):
    """A word that stands in a title or a name, as it is searched; kept by services.words."""

    word = models.CharField(_("word"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("word of the catalogue")
        verbose_name_plural = _("words of the catalogue")
        ordering = ["word"]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="title_word_letters")]

    def __str__(self) -> str:
        return self.word


class Item(Displayed):
    """One copy (eksemplar) on the shelf."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="items", verbose_name=_("title"))
    code = models.CharField(_("item code"), max_length=60, unique=True)
    inventory_code = models.CharField(_("accession number (nomor induk)"), max_length=60, blank=True)
    call_number = models.CharField(_("call number"), max_length=100, blank=True)
    collection_type = models.CharField(_("type of collection"), max_length=100, blank=True)
    location = models.CharField(_("location"), max_length=100, blank=True)
    site = models.CharField(_("shelf"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ItemStatus, default=ItemStatus.AVAILABLE)
    status_given = models.CharField(_("status as the source has it"), max_length=60, blank=True)
    source = models.CharField(_("came by"), max_length=10, choices=Source, blank=True)
    supplier = models.CharField(_("supplier"), max_length=150, blank=True)
    order_no = models.CharField(_("order number"), max_length=60, blank=True)
    invoice = models.CharField(_("invoice number"), max_length=60, blank=True)
    price_idr = models.DecimalField(_("price (Rp)"), max_digits=14, decimal_places=0, null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    ordered_on = models.DateField(_("ordered on"), null=True, blank=True)
    invoiced_on = models.DateField(_("invoiced on"), null=True, blank=True)
    last_lent_on = models.DateField(_("last lent on"), null=True, blank=True, help_text=_("Where it is known."))
    receipt_line = models.ForeignKey(
        "collections_app.ReceiptLine", on_delete=models.PROTECT, null=True, blank=True, related_name="items",
        editable=False, verbose_name=_("line of a delivery"),
    )  # fmt: skip
    gift_line = models.ForeignKey(
        "collections_app.GiftLine", on_delete=models.PROTECT, null=True, blank=True, related_name="items",
        editable=False, verbose_name=_("line of a gift"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        ordering = ["code", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="item_has_a_code"),
            models.CheckConstraint(
                condition=Q(price_idr__isnull=True) | Q(price_idr__gte=Decimal(0)), name="item_price_is_not_negative"
            ),
            # Imported records may hold doubles; what is numbered here never does.
            models.UniqueConstraint(
                fields=["inventory_code"],
                condition=Q(receipt_line__isnull=False) | Q(gift_line__isnull=False),
                name="accession_number_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(receipt_line=None) | Q(gift_line=None), name="copy_is_bought_or_given_not_both"
            ),
        ]
        indexes = [
            models.Index(fields=["inventory_code"], name="item_inventory_code"),
            models.Index(fields=["title"], condition=Q(status__in=GONE), name="item_gone"),
        ]

    def __str__(self) -> str:
        return self.code
