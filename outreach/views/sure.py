"""A question before what cannot be taken back: the first press shows it, the second does it. No script."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.formats import hari_tanggal
from outreach.models import Event, Registration, Session

FIELD = "sure"


@dataclass(frozen=True)
class Question:
    """`title` asks, `text` says what will be gone, `yes` are the words of the button that does it."""

    title: str
    text: str
    yes: str


def is_sure(request: HttpRequest) -> bool:
    return request.POST.get(FIELD) == "yes"


def ask(request: HttpRequest, question: Question, back: str, *, staff: bool = False) -> HttpResponse:
    """The question as a page; yes posts the same to the same address, no leads `back`. Nothing has happened yet."""
    kept = [(name, value) for name, value in request.POST.items() if name not in (FIELD, "csrfmiddlewaretoken")]
    context = {"question": question, "back": back, "kept": kept, "field": FIELD}
    return render(request, f"outreach/{'registration' if staff else 'public'}/sure.html", context)


def cancelling(registration: Registration) -> Question:
    if registration.is_waiting:
        return Question(
            _("Leave the waiting list?"),
            _("The place in the queue is lost; who registers again stands at its end."),
            _("Yes, leave it"),
        )
    return Question(
        _("Cancel the registration?"),
        _("The seats go to the next in the queue at once; whoever wants to come after all must register again."),
        _("Yes, cancel it"),
    )


def withdrawing() -> Question:
    return Question(
        _("Withdraw the consent to taking part?"),
        _("The child then takes part no more: seats and membership end at once and go to others."),
        _("Yes, withdraw it"),
    )


def forgetting() -> Question:
    return Question(
        _("Remove the data for good?"),
        _(
            "The registration is cancelled, and every name, number and answer is taken out at once. Nobody can bring "
            "them back; only the count stays."
        ),
        _("Yes, remove it"),
    )


def leaving() -> Question:
    return Question(_("Leave the group?"), _("The seats at coming meetings go to others at once."), _("Yes, leave it"))


def discarding() -> Question:
    return Question(
        _("Discard this registration?"),
        _("It is deleted for good, with its names. Whoever sent it is not told."),
        _("Yes, discard it"),
    )


def removing_photo() -> Question:
    return Question(
        _("Remove the photo?"), _("The picture is deleted for good, from the report too."), _("Yes, remove it")
    )


def reading_no_more() -> Question:
    return Question(
        _("Withdraw the consent to taking part?"),
        _("After that nothing more can be noted; what was read so far stays as numbers."),
        _("Yes, withdraw it"),
    )


def forgetting_readers() -> Question:
    return Question(
        _("Remove the names for good?"),
        _("The names go at once, and the link to this page with them; what was read stays as numbers."),
        _("Yes, remove them"),
    )


def deleting_event(event: Event, *, dates: int, wishes: int) -> Question:
    """`wishes`: those the event was made of."""
    gone = ngettext("%(n)s date goes with it.", "%(n)s dates go with it.", dates) % {"n": dates} if dates else ""
    open_again = (
        ngettext("%(n)s wish it was made of is open again.", "%(n)s wishes it was made of are open again.", wishes)
        % {"n": wishes}
        if wishes
        else ""
    )
    words = [_("It goes for good, with its crew and its questions; nobody can bring it back."), gone, open_again]
    return Question(
        _("Delete the event “%(event)s”?") % {"event": event.reader_title},
        " ".join(line for line in words if line),
        _("Yes, delete the event"),
    )


def deleting_date(session: Session) -> Question:
    return Question(
        _("Delete the date %(date)s?") % {"date": f"{hari_tanggal(session.starts_at)}, {session.clock}"},
        _("It goes for good, with who was put down to lead it on that date. The event “%(event)s” stays.")
        % {"event": session.event.reader_title},
        _("Yes, delete the date"),
    )
