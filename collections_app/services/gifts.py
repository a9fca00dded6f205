"""Gifts, exchange and deposit: offered, decided on title by title, answered with a letter, taken in with minutes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import take_number
from collections_app.choices import FINAL_STEPS, GiftDecision, GiftStatus
from collections_app.identity import name_key
from collections_app.models import Demand, Gift, GiftLine, Item
from collections_app.reference import GIFT_SERIES
from collections_app.services.receiving import SERIES, record_of, take_accession_numbers, tell_of_arrival
from collections_app.services.scans import keep_scan, store_paper
from collections_app.services.selection import Verdict

MOST = 1000  # titles in one gift


class GiftMovedOn(ValidationError):
    """Somebody was faster, or the page was old."""

    def __init__(self) -> None:
        super().__init__(_("This gift has moved on meanwhile; look at it again."))


class GiftIsEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The gift holds no title yet."))


class TooManyTitles(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("One gift holds at most %(most)s titles."), params={"most": str(MOST)})


class TitlesUndecided(ValidationError):
    def __init__(self, count: int) -> None:
        super().__init__(_("%(count)s titles are not decided yet."), params={"count": str(count)})


class GiverReadsWhy(ValidationError):
    def __init__(self, title: str) -> None:
        super().__init__(_("Say why “%(title)s” is not taken: the giver reads it."), params={"title": title[:80]})


class CameBeforeAnswer(ValidationError):
    def __init__(self) -> None:
        super().__init__({"day": _("The books cannot have come before the day of the decision.")})


def _locked(gift: Gift, *steps: GiftStatus) -> Gift:
    """The gift as it stands, locked until the transaction ends. Raises GiftMovedOn unless at one of the steps."""
    locked = Gift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
    if locked.status not in steps:
        raise GiftMovedOn
    return locked


@transaction.atomic
def save_gift(*, gift: Gift, by: Any) -> Gift:
    """A new offer, or facts of one changed before the books came. Raises GiftMovedOn."""
    if gift.pk:
        stands = _locked(gift, GiftStatus.OFFERED, GiftStatus.ACCEPTED)
        gift.status, gift.decided_on, gift.thanks_id = stands.status, stands.decided_on, stands.thanks_id
    with acting(by, gettext("Gift entered")):
        gift.save()
    return gift


@transaction.atomic
def add_titles(*, gift: Gift, lines: Iterable[GiftLine], by: Any) -> list[GiftLine]:
    """Titles of the offer. Raises GiftMovedOn once the committee has answered, TooManyTitles."""
    locked, made = _locked(gift, GiftStatus.OFFERED), list(lines)
    if locked.lines.count() + len(made) > MOST:
        raise TooManyTitles
    with acting(by, gettext("Titles of a gift entered")):
        for line in made:
            line.gift, line.match_key = locked, name_key(line.title, line.author)
            line.save()
    return made


@transaction.atomic
def change_line(*, line: GiftLine, by: Any) -> GiftLine:
    """Facts of a title corrected, before the books are taken in; the committee's word stays. Raises GiftMovedOn."""
    _locked(line.gift, GiftStatus.OFFERED, GiftStatus.ACCEPTED)
    stands = GiftLine.objects.get(pk=line.pk)
    line.match_key = name_key(line.title, line.author)
    line.decision, line.reason_id, line.record_id = stands.decision, stands.reason_id, stands.record_id
    with acting(by, gettext("Titles of a gift corrected")):
        line.save()
    return line


@transaction.atomic
def remove_title(*, gift: Gift, line_id: int, by: Any) -> None:
    """A title entered by mistake, or one that did not come after all. Raises GiftMovedOn, GiftIsEmpty.

    The last accepted title stays: whoever brings nothing after all is answered by word of mouth.
    """
    locked = _locked(gift, GiftStatus.OFFERED, GiftStatus.ACCEPTED)
    rest = locked.lines.exclude(pk=line_id).filter(decision=GiftDecision.ACCEPT)
    if locked.is_awaited and not rest.exists():
        raise GiftIsEmpty
    with acting(by, gettext("Titles of a gift corrected")):
        for line in locked.lines.filter(pk=line_id):
            line.delete()


@transaction.atomic
def decide_titles(*, gift: Gift, verdicts: Mapping[int, Verdict], by: Any, take_rest: bool = False) -> None:
    """The committee's word on some lines (by their id); it may change until the answer is sent.

    take_rest: titles nobody has decided on are taken. Raises GiftMovedOn, GiverReadsWhy.
    """
    locked = _locked(gift, GiftStatus.OFFERED)
    with acting(by, gettext("Selection committee")):
        for line in locked.lines.select_related("reason").order_by("pk"):
            said = verdicts.get(line.pk) or Verdict(line.decision, line.reason)
            if take_rest and said.decision == GiftDecision.OPEN:
                said = Verdict(GiftDecision.ACCEPT)
            if said.decision == GiftDecision.REFUSE and said.reason is None:
                raise GiverReadsWhy(line.title)
            if (said.decision, said.reason) == (line.decision, line.reason):
                continue
            line.decision = GiftDecision(said.decision)
            line.reason = said.reason if said.decision == GiftDecision.REFUSE else None
            line.save()


@transaction.atomic
def answer_gift(*, gift: Gift, by: Any, at: datetime, on: date) -> Gift:
    """Every title is decided: the thank-you letter gets its number, and the books may come.

    Raises GiftMovedOn, GiftIsEmpty, TitlesUndecided.
    """
    locked = _locked(gift, GiftStatus.OFFERED)
    decisions = list(locked.lines.order_by("pk").values_list("decision", flat=True))
    if not decisions:
        raise GiftIsEmpty
    if missing := decisions.count(GiftDecision.OPEN):
        raise TitlesUndecided(missing)
    takes_some = GiftDecision.ACCEPT in decisions
    locked.status = GiftStatus.ACCEPTED if takes_some else GiftStatus.REFUSED
    locked.decided_on = on
    locked.thanks = take_number(series=GIFT_SERIES[0], subject=locked.giver, day=on, by=by, at=at)
    with acting(by, gettext("Gift answered")):
        locked.save()
    return locked


@transaction.atomic
def take_in_gift(*, gift: Gift, by: Any, at: datetime, on: date) -> Gift:
    """The accepted books are here: copies with accession numbers, minutes with a number, askers told.

    A title not yet in the catalogue is added. No fund is touched. Raises GiftMovedOn, CameBeforeAnswer.
    """
    locked = _locked(gift, GiftStatus.ACCEPTED)
    if locked.decided_on and on < locked.decided_on:
        raise CameBeforeAnswer
    lines = list(locked.lines.filter(decision=GiftDecision.ACCEPT).order_by("pk"))
    locked.number = take_number(series=SERIES, subject=locked.giver, day=on, by=by, at=at)
    locked.status, locked.taken_on, locked.received_by = GiftStatus.TAKEN, on, by
    numbers = iter(take_accession_numbers(year=on.year, count=sum(line.copies for line in lines)))
    with acting(by, gettext("Gift taken in")):
        locked.save()
        for line in lines:
            line.record, _is_new = record_of(line, is_demo=locked.is_demo)
            line.save()
            Item.objects.bulk_create(
                Item(
                    title=line.record, code=code, inventory_code=written, call_number=line.record.call_number,
                    source=locked.source, supplier=locked.giver, price_idr=line.value_idr, received_on=on,
                    gift_line=line,
                )
                for written, code in (next(numbers) for _copy in range(line.copies))
            )  # fmt: skip
    tell_of_arrival(_met(lines), by=by, on=max(on, timezone.localdate(at)))
    return locked


def _met(lines: list[GiftLine]) -> dict[int, int]:
    """Open demands (by key) that the lines meet, by ISBN or by the same words, with the title that meets them."""
    isbns = {line.isbn: line.record_id for line in lines if line.isbn}
    keys = {line.match_key: line.record_id for line in lines if line.match_key}
    ended = Q(joined_to=None, status__in=FINAL_STEPS) | Q(joined_to__status__in=FINAL_STEPS)
    waiting = Demand.objects.exclude(ended)
    met: dict[int, int] = {}
    for pk, isbn in waiting.filter(isbn__in=isbns).values_list("pk", "isbn"):
        met[pk] = isbns[isbn] or 0
    for pk, key in waiting.filter(match_key__in=keys).exclude(pk__in=met).values_list("pk", "match_key"):
        met[pk] = keys[key] or 0
    return met


@transaction.atomic
def attach_paper(*, gift: Gift, upload: Any, name: str, by: Any, at: datetime) -> Gift:
    """Keep the giver's letter or the signed minutes (PDF or picture); a newer one takes the older's place.

    Raises FileRefused.
    """
    locked = Gift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
    stored = store_paper(upload=upload, name=name, by=by, at=at)
    keep_scan(locked, stored, by=by, reason=gettext("Signed paper attached"))
    return locked
