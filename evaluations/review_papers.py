"""The papers of a review: SKP plan, evaluation, summary of feedback. Official papers, so always in Indonesian."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.core.formats import rentang_tanggal, tanggal
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.tree import Block, Document, Heading, KeyValues, Note, Paragraph, Signer, Table
from baubau_pembinaan.libraries.models import Library
from evaluations.copying import evidence_of
from evaluations.models import Review, WorkResult
from evaluations.objection import decision_of
from evaluations.selectors.reviews import with_proofs


def plan_paper(review: Review, today: date) -> Document:
    """The SKP as planned: hasil kerja and the leader's expectations. Dated the day it was agreed."""
    with override("id"):
        rows = [
            [row.get_kind_display(), row.supports, row.plan, row.get_aspect_display(), row.indicator, row.target]
            for row in review.results.all()
        ]
        headers = [_("Kind"), _("Superior's result"), _("Planned result"), _("Aspect"), _("Indicator"), _("Target")]
        blocks: list[Block] = [
            Heading(_("A. Work results"), 2),
            Table(headers, rows, widths=[2, 4, 5, 2, 4, 3]) if rows else Paragraph(_("No work result is planned yet.")),
            Heading(_("B. Work conduct"), 2),
            Table(
                [_("Value"), _("Expectation of the leader")],
                [[row.get_value_display(), row.expectation or "–"] for row in review.conduct.all()],
                widths=[2, 5],
            ),
        ]
        if review.agreed_on:
            words = _("The employee and the evaluating officer agreed on this plan on %(day)s.")
            blocks.append(Paragraph(words % {"day": tanggal(review.agreed_on)}))
        else:
            blocks.append(Paragraph(_("This plan is a draft: the evaluating officer has not agreed to it yet.")))
        return paper_of(review, _("EMPLOYEE PERFORMANCE TARGETS (SKP)"), blocks, review.agreed_on, today)


def evaluation_paper(review: Review, today: date) -> Document:
    """What came of it: realisation, feedback, both ratings and the predikat derived from them; an objection and its
    decision. Whoever gave the rating that stands signs: the evaluating officer, or who decided the objection."""
    with override("id"):
        predicate = review.predicate
        blocks: list[Block] = [
            Heading(_("A. Work results"), 2),
            Table(
                [
                    _("Planned result"),
                    _("Aspect and indicator"),
                    _("Target"),
                    _("Realisation"),
                    _("Evidence"),
                    _("Feedback"),
                ],
                [
                    [
                        _planned(row),
                        "\n".join(filter(None, [row.get_aspect_display(), row.indicator])),
                        row.target,
                        row.realisation or "–",
                        "\n".join(evidence_of(row)) or "–",
                        row.feedback or "–",
                    ]
                    for row in with_proofs(review.results.all())
                ],
                widths=[5, 3, 2.4, 4, 3.3, 3.3],
            ),
            Heading(_("B. Work conduct"), 2),
            Table(
                [_("Value"), _("Expectation of the leader"), _("Feedback")],
                [
                    [row.get_value_display(), row.expectation or "–", row.feedback or "–"]
                    for row in review.conduct.all()
                ],
                widths=[2, 3, 4],
            ),
            *_through_the_year(review),
            Heading(_("D. Evaluation"), 2),
            KeyValues(
                [
                    (_("Work results"), review.get_result_rating_display() if review.result_rating else "–"),
                    (_("Conduct"), review.get_conduct_rating_display() if review.conduct_rating else "–"),
                    (_("Predikat"), str(predicate.label) if predicate else "–"),
                ]
            ),
            Paragraph(review.supervisor_text or "–"),
            *_objection(review),
            Note(_("The predikat follows from both ratings by the matrix of PermenPAN-RB 6/2022.")),
        ]
        day = review.closed_on or review.released_on
        rater = None
        if review.decided_by:
            is_above = review.decided_by_id == review.above_id
            office = _("Superior of the evaluating officer") if is_above else _("Who decided the objection")
            rater = (review.decided_by, office)
        title = _("EVALUATION OF EMPLOYEE PERFORMANCE")
        return paper_of(review, title, blocks, day, today, rater=rater)


def _planned(row: WorkResult) -> str:
    """A planned result with its kind and, under it, the superior's result it supports."""
    supports = _("Superior's result: %(text)s") % {"text": row.supports} if row.supports else ""
    return "\n".join(filter(None, [f"{row.plan} ({row.get_kind_display().lower()})", supports]))


def _objection(review: Review) -> list[Block]:
    """What the person objected to, who decided when, and what the decision made of the rating."""
    if not review.objection:
        return []
    heading = Heading(_("E. Objection and decision"), 2)
    said: list[tuple[str, str]] = [(_("Objection"), review.objection)]
    if not review.objection_answer:
        return [heading, KeyValues(said), Paragraph(_("The objection is not decided yet."))]
    said.append((_("Decision"), review.objection_answer))
    if review.decided_by and review.closed_on:
        said.append((_("Decided by"), f"{review.decided_by.full_name}, {tanggal(review.closed_on)}"))
    rows = [[label, before, now] for label, before, now in decision_of(review)]
    table = Table(["", _("Before the decision"), _("After the decision")], rows, widths=[3, 3, 3])
    return [heading, KeyValues(said), *([table] if rows else [])]


def _through_the_year(review: Review) -> list[Block]:
    """The leader's word on each month or quarter, from the evidence that was there (umpan balik berkelanjutan)."""
    rows = [[rentang_tanggal(row.starts_on, row.ends_on), row.feedback] for row in review.periods.all() if row.feedback]
    table = Table([_("Period"), _("Supervisor's feedback")], rows, widths=[2, 5])
    return [
        Heading(_("C. Feedback through the year"), 2),
        table if rows else Paragraph(_("None was written.")),
    ]


def feedback_paper(review: Review, today: date) -> Document:
    """The notes of colleagues and the supervisor's word on each period."""
    with override("id"):
        notes = [
            [tanggal(note.written_on), note.get_kind_display(), note.about, note.text]
            for note in review.notes.select_related("competence").order_by("written_on", "pk")
        ]
        periods = [
            [rentang_tanggal(row.starts_on, row.ends_on), row.progress or "–", row.feedback or "–"]
            for row in review.periods.all()
        ]
        blocks: list[Block] = [
            Heading(_("A. Notes of colleagues"), 2),
            Table([_("Date"), _("Kind"), _("About"), _("Note")], notes, widths=[2, 2, 3, 6])
            if notes
            else Paragraph(_("Nobody has written a note yet.")),
            Heading(_("B. Periodic evaluations"), 2),
            Table([_("Period"), _("What was done"), _("Supervisor's feedback")], periods, widths=[2, 4, 4]),
            Paragraph(_("These are all notes and periodic evaluations that were written until then.")),
        ]
        return paper_of(review, _("SUMMARY OF FEEDBACK"), blocks, review.released_on, today)


def paper_of(
    review: Review,
    title: str,
    blocks: list[Block],
    final: date | None,
    today: date,
    *,
    rater: tuple[StaffProfile, str] | None = None,
) -> Document:
    """`final`: the day it became what it is; None while it may still change: then it says as of which day it stands,
    today, or the cycle's last where that is over. `rater`: who signs in the evaluating officer's place, and as what."""
    library = Library.current()
    day = final or min(today, review.cycle.ends_on)
    subtitle = str(review.cycle.year)
    if final is None:
        subtitle = _("%(year)s, as it stands on %(day)s") % {"year": subtitle, "day": tanggal(day)}
    lead = review.leader_of(review.lead_id)
    led_on = min(day, review.cycle.ends_on)
    own_post = appointment_on(review.person, led_on)
    lead_post = appointment_on(lead, led_on) if lead else None
    period = (_("Period"), rentang_tanggal(review.cycle.starts_on, review.cycle.ends_on))
    facts: list[Block] = [
        Heading(_("Employee evaluated"), 3),
        KeyValues([*_identity(review.person, own_post, unit=str(review.unit or "–")), period]),
    ]
    if lead:
        facts += [Heading(_("Evaluating officer"), 3), KeyValues(_identity(lead, lead_post))]
    if rater:
        signers = [_signer(rater[0], rater[1], appointment_on(rater[0], led_on))]
    else:
        signers = [_signer(lead, _("Evaluating officer"), lead_post)] if lead else []
    signers.append(_signer(review.person, _("Employee evaluated"), own_post))
    return Document(
        title=title,
        subtitle=subtitle,
        date=day,
        blocks=[*facts, *blocks, letterhead.signature(day, *signers, library=library)],
        letterhead=letterhead.letterhead(library),
        page=letterhead.page(library),
        language="id",
        author=library.name,
        running=f"{title} · {review.person.full_name}, {review.cycle.year}",
    )


def _identity(person: StaffProfile, post: Appointment | None, *, unit: str = "") -> list[tuple[str, str]]:
    """Who somebody is that day, as the form of PermenPAN-RB 6/2022 asks: name, NIP, rank, position, unit."""
    return [
        (_("Name"), person.full_name),
        ("NIP", person.nip_text or "–"),
        (_("Rank and grade"), (post.golongan if post else "") or "–"),
        (_("Position"), str(post.position) if post else "–"),
        (_("Unit"), unit or (str(post.unit) if post else "–")),
    ]


def _signer(person: StaffProfile, title: str, post: Appointment | None) -> Signer:
    return Signer(title, person.full_name, post.golongan if post else "", person.nip_text)
