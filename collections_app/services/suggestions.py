"""Wishes: taken in once, decided on, told."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from baubau_pembinaan.core.followup_code import new_code
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.notifications.services import notify
from collections_app.choices import FINAL_STEPS, DemandStatus
from collections_app.identity import name_key
from collections_app.models import Demand, RefusalReason, Suggestion, SuggestionPartner, Title
from collections_app.selectors.known import demand_for, owned_title

from .locks import Lock, hold
from .suggestion_refusals import AskedAgain as AskedAgain
from .suggestion_refusals import AskedAlready as AskedAlready
from .suggestion_refusals import AskedFromHere as AskedFromHere
from .suggestion_refusals import AskedTooOften as AskedTooOften
from .suggestion_refusals import CallNumberNeeded as CallNumberNeeded
from .suggestion_refusals import HasCome as HasCome
from .suggestion_refusals import PartnerAskedTooOften as PartnerAskedTooOften
from .suggestion_refusals import ReasonNeeded as ReasonNeeded
from .suggestion_refusals import TooManyCopies as TooManyCopies
from .suggestion_refusals import TooManyFromHere as TooManyFromHere

MOST = 5  # wishes of one person in PERIOD
MOST_NAMELESS = 30  # wishes without contact from one connection in PERIOD: a library's own computer serves many
MOST_COPIES = 200  # of one title for one partner
PERIOD = timedelta(days=30)
KEEP_CONTACT = timedelta(days=180)


@transaction.atomic
def suggest(
    *,
    title: str,
    author: str = "",
    isbn: str = "",
    publisher: str = "",
    audience: str = "",
    by: Any = None,
    partner: SuggestionPartner | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    language: str = "id",
    why: str = "",
    school: str = "",
    copies: int = 1,
    origin: str = "",
    on: date,
    is_demo: bool = False,
) -> Suggestion:
    """Take in a wish and return it with its new code. `isbn`: 13 digits or ""; `by`: the colleague who asks, or None;
    `partner`: the school whose page it came through; `origin`: the mark of the connection, kept where nothing else
    tells the asker.

    It joins the demand of the same ISBN, else of the same title and author; where that has ended, a new one begins. A
    partner that asked for the title before wishes for so many copies more: another class, the same wish.
    Raises AskedTooOften, PartnerAskedTooOften, TooManyCopies, HasCome, AskedAlready,
    TooManyFromHere, AskedFromHere.
    """
    one_at_a_time()
    email = email.lower()
    person, known = _person(by, partner, phone, email), bool(by or partner or phone or email)
    origin = "" if known else origin
    key = name_key(title, author)
    demand = demand_for(isbn, key)
    if partner and demand and (own := wishes_for(demand).filter(person).order_by("pk").first()):
        if demand.status in FINAL_STEPS:
            raise HasCome
        return _with_more(own, copies=copies, name=name, why=why)
    _within_limits(person, known, partner, on)
    if origin and Suggestion.objects.filter(origin=origin, asked_on__gt=on - PERIOD).count() >= MOST_NAMELESS:
        raise TooManyFromHere(PERIOD.days)
    if demand is None:
        with acting(by, gettext("Suggested")):
            demand = Demand.objects.create(
                title=title, author=author, isbn=isbn, publisher=publisher, audience=audience,
                is_demo=is_demo, match_key=key, status_on=on, owned=owned_title(title=title, author=author, isbn=isbn),
            )  # fmt: skip
    elif known and wishes_for(demand).filter(person).exists():
        raise AskedAlready
    elif origin and wishes_for(demand).filter(origin=origin).exists():
        raise AskedFromHere
    return Suggestion.objects.create(
        demand=demand,
        code=new_code(),
        asked_by=by,
        partner=partner,
        said_title=title,
        said_author=author,
        origin=origin,
        name=name,
        phone=phone,
        email=email,
        language=language,
        why=why,
        school=partner.name if partner else school,
        copies=copies,
        asked_on=on,
    )


def _with_more(own: Suggestion, *, copies: int, name: str, why: str) -> Suggestion:
    """The partner's wish with another class's copies; who asks and what for stand beside each other."""
    if own.copies + copies > MOST_COPIES:
        raise TooManyCopies(own.copies, MOST_COPIES)
    own.copies += copies
    own.name = _beside(own.name, name, 100)
    own.why = _beside(own.why, why, 300)
    own.save(update_fields=["copies", "name", "why"])
    return own


def _beside(before: str, said: str, most: int) -> str:
    both = f"{before}, {said}" if before else said
    return before if not said or said in before or len(both) > most else both


def wishes_for(demand: Demand) -> QuerySet[Suggestion]:
    """Wishes for a leading demand, those for what was joined to it included."""
    return Suggestion.objects.filter(Q(demand=demand) | Q(demand__joined_to=demand))


def one_at_a_time() -> None:
    """Wishes are placed by one at a time, until the transaction ends."""
    hold(Lock.WISHES)


def _person(by: Any, partner: SuggestionPartner | None, phone: str, email: str) -> Q:
    """Wishes of the same person: a colleague, a partner, else whoever gave this number or this address."""
    if by or partner:
        return Q(asked_by=by) if by else Q(partner=partner)
    return (Q(phone=phone) if phone else Q(pk=None)) | (Q(email=email) if email else Q(pk=None))


def _within_limits(person: Q, known: bool, partner: SuggestionPartner | None, on: date) -> None:
    most, period = (partner.most, timedelta(days=partner.period_days)) if partner else (MOST, PERIOD)
    if known and Suggestion.objects.filter(person, asked_on__gt=on - period).count() >= most:
        raise PartnerAskedTooOften(partner) if partner else AskedTooOften(most, period.days)


@transaction.atomic
def set_status(
    *, demand: Demand, status: str, by: Any, on: date, reason: RefusalReason | None = None, note: str = ""
) -> Demand:
    """Move a demand on and tell each colleague who asked, once a step. Raises ReasonNeeded (declined without one)."""
    (locked,) = move_demands(demands=[demand], status=status, by=by, on=on, reason=reason, note=note)
    return locked


@transaction.atomic
def move_demands(
    *,
    demands: Sequence[Demand],
    status: str,
    by: Any,
    on: date,
    reason: RefusalReason | None = None,
    note: str | None = None,
    owned: Mapping[int, int] | None = None,
) -> list[Demand]:
    """Move several demands on as `set_status` moves one; returns them as they stand, ordered by key. Of one that was
    joined to another, that other moves.

    note: a word to the askers; None leaves each demand's own. owned: by key, the title that came for it. Raises
    ReasonNeeded, AskedAgain.
    """
    if status == DemandStatus.DECLINED and reason is None:
        raise ReasonNeeded
    wanted = Demand.objects.select_for_update().leading_of([demand.pk for demand in demands])
    return [
        _move(
            locked,
            status=status,
            by=by,
            on=on,
            reason=reason,
            note=locked.note if note is None else note,
            owned=(owned or {}).get(locked.pk),
        )
        for locked in wanted.order_by("pk")
    ]


def _move(
    locked: Demand,
    *,
    status: str,
    by: Any,
    on: date,
    reason: RefusalReason | None,
    note: str,
    owned: int | None = None,
) -> Demand:
    declined = status == DemandStatus.DECLINED
    moved = locked.status != status
    if locked.status in FINAL_STEPS and status not in FINAL_STEPS and open_of(locked.isbn).exists():
        raise AskedAgain
    if moved:
        locked.status_on = on
    locked.status, locked.reason, locked.note = DemandStatus(status), reason if declined else None, note
    if owned is not None:
        locked.owned_id = owned
    with acting(by):
        locked.save()
    if moved:
        tell_colleagues(locked)
    return locked


@transaction.atomic
def shelve(*, demand: Demand, call_number: str, by: Any) -> None:
    """What came for the demand stands on the shelf: its title and copies without a call number get this one, and
    whoever asked for the title hears it. Nothing happens where it stands there already. Raises CallNumberNeeded."""
    _check_call_number(call_number)
    lead = Demand.objects.leading_of([demand.pk]).get()
    title = Title.objects.select_for_update().get(pk=lead.owned_id) if lead.owned_id else None
    if title is None or not lead.is_prepared:
        return
    _put_on_shelf(title, call_number)


@transaction.atomic
def shelve_title(*, title: Title, call_number: str) -> None:
    """What was bought or given, wished for or not, stands on the shelf; a call number written before is put right, and
    whoever asked for the title hears the first one. Nothing happens to what the library's own system describes. Raises
    CallNumberNeeded."""
    _check_call_number(call_number)
    locked = Title.objects.select_for_update().get(pk=title.pk)
    if not locked.is_described_here or locked.call_number == call_number:
        return
    _put_on_shelf(locked, call_number)


def _check_call_number(said: str) -> None:
    most = Title._meta.get_field("call_number").max_length or 0
    if not said or len(said) > most:
        raise CallNumberNeeded(most)


def _put_on_shelf(title: Title, call_number: str) -> None:
    before, title.call_number = title.call_number, call_number
    title.save(update_fields=["call_number"])
    title.items.filter(call_number__in=["", before]).update(call_number=call_number)
    if before:
        return
    for row in Demand.objects.filter(owned=title, status=DemandStatus.AVAILABLE, joined_to=None).order_by("pk"):
        tell_colleagues(row)


def open_of(isbn: str) -> QuerySet[Demand]:
    """The open demand of an ISBN that stands on its own; none where there is no ISBN."""
    return Demand.objects.on_their_own().filter(isbn=isbn).exclude(isbn="").exclude(status__in=FINAL_STEPS)


def tell_colleagues(demand: Demand) -> None:
    """One message a step and person; patrons without an account look it up with their code or are written to."""
    for suggestion in wishes_for(demand).filter(asked_by__isnull=False).select_related("asked_by").order_by("pk"):
        assert suggestion.asked_by is not None
        notify(
            recipient=suggestion.asked_by,
            key=f"collections.demand.{demand.pk}.{demand.step}.{demand.status_on}",
            kind="collections_app.suggestion",
            subject=lambda: (
                gettext("“%(title)s”: %(status)s") % {"title": demand.title[:100], "status": demand.step_word}
            ),
            body=lambda: (
                "\n".join(part for part in (demand.reason.reader_text if demand.reason else "", demand.note) if part)
                or gettext("Thank you for your suggestion.")
            ),
            url=reverse("collections_app:demand-detail", args=[demand.pk]),
        )


@transaction.atomic
def plan_demand(*, demand: Demand, main_class: str, audience: str, price: Decimal | None, by: Any) -> Demand:
    """What the demand board needs to know of a title: class, age group, expected price (None: the usual one)."""
    locked = Demand.objects.select_for_update().get(pk=demand.pk)
    locked.main_class, locked.audience, locked.price_idr = main_class, audience, price
    with acting(by, gettext("Planned for")):
        locked.save()
    return locked


def forget_contacts(*, today: date) -> int:
    """Remove the contacts of wishes that ended KEEP_CONTACT ago; returns how many. The code keeps working."""
    before = today - KEEP_CONTACT
    own = Q(demand__joined_to=None, demand__status__in=FINAL_STEPS, demand__status_on__lt=before)
    led = Q(demand__joined_to__status__in=FINAL_STEPS, demand__joined_to__status_on__lt=before)
    return (
        Suggestion.objects.filter(own | led)
        .exclude(name="", phone="", email="", why="", origin="")
        .update(name="", phone="", email="", why="", origin="")
    )
