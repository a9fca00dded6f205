"""Who is to be told by WhatsApp how far a wish has come, and in which words: one text a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.libraries.models import Library
from collections_app.choices import ARRIVED, DemandStatus
from collections_app.models import Demand, Suggestion
from collections_app.models.suggestion import step_of

# What the words about a wish need of the demand it belongs to.
LED = ("demand__reason", "demand__owned", "demand__joined_to__reason", "demand__joined_to__owned")
MOST = 10  # wishes in one text; the others come with the next


@dataclass(frozen=True)
class Text:
    """What one number is told: its wishes whose step it has not heard of, the longest waiting first."""

    number: str
    wishes: list[Any]

    @property
    def names(self) -> str:
        said = (wish.partner.name if wish.partner else wish.name for wish in self.wishes)
        return ", ".join(dict.fromkeys(name for name in said if name))

    @property
    def number_shown(self) -> str:
        return shown_phone(self.number)

    @property
    def address(self) -> str:
        """Opens WhatsApp with the text; nothing is sent by us."""
        return f"https://wa.me/{self.number}?{urlencode({'text': self.words})}"

    @property
    def words(self) -> str:
        """Title, step, reason and address of each, in the language of the newest wish."""
        with translation.override(self.wishes[-1].language):
            head = ngettext(
                "Hello, this is %(library)s with news of your book suggestion.",
                "Hello, this is %(library)s with news of your book suggestions.",
                len(self.wishes),
            ) % {"library": Library.current().name}
            return "\n\n".join([head, *map(about, self.wishes)])

    @property
    def marks(self) -> list[str]:
        """What `telling.mark_sent` takes: each wish with the step its text tells."""
        return [f"{wish.pk}:{wish.step}" for wish in self.wishes]


def about(wish: Suggestion) -> str:
    """How far a wish is, in a few lines: title, step, reason, the library's word, address."""
    leading = wish.demand.leading
    lines = [
        _("“%(title)s”: %(status)s") % {"title": wish.demand.title, "status": leading.step_word},
        leading.reason.reader_text if leading.reason else "",
        leading.note,
        wish.status_url,
    ]
    return "\n".join(line for line in lines if line)


def waiting() -> Any:
    """Wishes of people with a `number` who were not told the present `step`; received ones were told on screen."""
    found = Suggestion.objects.annotate(
        step=step_of(),
        since=Coalesce(F("demand__joined_to__status_on"), F("demand__status_on")),
        lead=Coalesce(F("demand__joined_to"), F("demand")),
        number=Coalesce(NullIf(F("phone"), Value("")), F("partner__phone")),
    )
    return unheard(found.filter(number__gt=""), "told_status")


def unheard(wishes: Any, told: str) -> Any:
    """Of wishes with their `step`, those whose `told` step is another one. Who read that the book is on the shelf does
    not hear that it is being prepared."""
    back = Q(step=ARRIVED, **{told: DemandStatus.AVAILABLE})
    return wishes.exclude(step=DemandStatus.NEW).exclude(**{told: F("step")}).exclude(back)


def numbers() -> Any:
    """The numbers to be told, each once, the longest waiting first."""
    return waiting().order_by().values("number").annotate(first=Min("since")).order_by("first", "number")


def how_many() -> Any:
    """How many numbers are to be told, as a column."""
    one = waiting().order_by().annotate(all=Value(1)).values("all")
    return Subquery(one.annotate(n=Count("number", distinct=True)).values("n"))


def texts(wanted: Iterable[str]) -> dict[str, Text]:
    """What each of these numbers is told, in one statement."""
    found = waiting().filter(number__in=list(wanted))
    related = found.select_related("partner", *LED)
    grouped: dict[str, list[Any]] = {}
    for wish in related.order_by("since", "pk"):
        grouped.setdefault(wish.number, []).append(wish)
    return {number: Text(number, wishes[:MOST]) for number, wishes in grouped.items()}


def to_be_told() -> Any:
    """Keys of the demands whose askers are to be told."""
    return Demand.objects.filter(pk__in=waiting().values("lead")).values("pk")
