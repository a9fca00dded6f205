"""What pages read about gifts, exchange and deposit."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Upper

from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart
from collections_app.choices import GiftDecision, GiftStatus
from collections_app.identity import name_key
from collections_app.models import Gift, GiftLine, OrderLine, Title

_MONEY: Any = DecimalField(max_digits=18, decimal_places=0)


def gifts(*, search: str = "", status: str = "", year: int | None = None) -> QuerySet[Gift]:
    """Gifts with their `titles`, `copies`, `accepted` and `undecided` titles, and the worth of what is not refused."""
    lines = GiftLine.objects.filter(gift=OuterRef("pk")).order_by().values("gift")

    kept = ~Q(decision=GiftDecision.REFUSE)
    worth = Sum(F("copies") * F("value_idr"), filter=kept, output_field=_MONEY)

    def counted(figure: Any) -> Any:
        return Coalesce(Subquery(lines.annotate(figure=figure).values("figure")), Value(0))

    found = Gift.objects.select_related("thanks", "number", "received_by", "scan").annotate(
        titles=counted(Count("pk")),
        copies=counted(Sum("copies")),
        accepted=counted(Count("pk", filter=Q(decision=GiftDecision.ACCEPT))),
        undecided=counted(Count("pk", filter=Q(decision=GiftDecision.OPEN))),
        value_idr=Coalesce(Subquery(lines.annotate(sum=worth).values("sum")), Value(Decimal(0)), output_field=_MONEY),
    )
    return _narrowed(found, search, status, year)


def _narrowed(found: QuerySet[Gift], search: str, status: str, year: int | None) -> QuerySet[Gift]:
    if search:
        found = found.filter(
            Q(giver__icontains=search) | Q(contact_name__icontains=search) | Q(number__text__icontains=search)
        )
    if status in GiftStatus.values:
        found = found.filter(status=status)
    if year:
        found = found.filter(offered_on__year=year)
    return found.order_by("-offered_on", "-pk")


def _listed() -> QuerySet[Gift]:
    lines = GiftLine.objects.filter(gift=OuterRef("pk")).order_by().values("gift").annotate(figure=Count("pk"))
    accepted = lines.filter(decision=GiftDecision.ACCEPT)
    return Gift.objects.only("giver", "source", "offered_on", "status").annotate(
        number_text=F("number__text"),
        titles=Coalesce(Subquery(lines.values("figure")), Value(0)),
        accepted=Coalesce(Subquery(accepted.values("figure")), Value(0)),
    )


_LISTED = KeptModels(lambda: _narrowed(_listed(), "", "", None))
_YEARS = Kept(lambda: Gift.objects.order_by().values_list("offered_on__year").distinct())


def gifts_listed(*, search: str = "", status: str = "", year: int | None = None) -> QuerySet[Gift] | KeptPart[Gift]:
    """As `gifts`, for a page: with `number_text`, `titles` and those `accepted`, nothing else of them."""
    if search or status or year:
        return _narrowed(_listed(), search, status, year)
    return _LISTED.part()


def gift_years() -> list[int]:
    """The newest first."""
    return sorted((year for (year,) in _YEARS.rows()), reverse=True)


def lines_of(gift: Gift) -> QuerySet[GiftLine]:
    return GiftLine.objects.filter(gift=gift).select_related("reason").order_by("pk")


def owned_among(lines: Sequence[GiftLine | OrderLine]) -> dict[int | None, Title]:
    """Titles the library has already, by the key of the line: the same ISBN, else the same title and author."""
    isbns = {line.isbn for line in lines} - {""}
    names = {line.title.upper() for line in lines}
    found = Title.objects.held().alias(loud=Upper("title")).filter(Q(isbn__in=isbns) | Q(loud__in=names))
    stored = list(found.only("title", "isbn", "contributors").order_by("-pk"))
    by_isbn = {title.isbn: title for title in stored if title.isbn}
    by_words = {
        name_key(title.title, (title.contributors or [""])[0] if with_author else ""): title
        for title in stored
        for with_author in (False, True)
    }
    met = {line.pk: by_isbn.get(line.isbn) or by_words.get(_key(line)) for line in lines}
    return {pk: title for pk, title in met.items() if title is not None}


def _key(line: GiftLine | OrderLine) -> str:
    return name_key(line.title, line.author)
