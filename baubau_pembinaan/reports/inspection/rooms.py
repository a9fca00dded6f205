"""Papers of the other rooms: training, collection, events, and the archive of reports."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.models import Definition, Edition
from baubau_pembinaan.reports.periods import PeriodKind, Span, span_on
from collections_app import papers as collection
from collections_app.models import CollectionPolicy, Order, Receipt
from collections_app.selectors import board, money, weeding
from outreach import papers as events
from outreach.choices import SessionState
from outreach.models import Agreement, HeadCount
from outreach.models import Session as EventDate
from outreach.selectors.events import crew_on
from training.annual_paper import year_document
from training.choices import AnnualStatus
from training.models import AnnualPlan, Certificate, SessionPaper
from training.papers import certificate_document
from training.session_papers import paper_document

from .paper import Paper, held, made


def rooms(span: Span, today: date) -> Iterator[Paper]:
    yield from _archive(span, today)
    yield from _training(span)
    yield from _collection(span)
    yield from _events(span)


def _archive(span: Span, today: date) -> Iterator[Paper]:
    """The newest version of each report about the library or a unit, and which of those on schedule was not made;
    portfolios of people stay theirs."""
    rows = Edition.objects.filter(period__startswith=str(span.year), person=None, language="id").select_related("pdf")
    newest = {(row.report, row.period, row.unit_id): row for row in rows.order_by("version")}
    for row in sorted(newest.values(), key=lambda row: (row.report, row.period, row.unit_id or 0)):
        yield Paper(
            _("Report"), f"{row.name} {row.period_name}", day=timezone.localdate(row.made_at),
            url=row.get_absolute_url(), stem=f"{row.report}-{row.period}", content=held(row.pdf),
        )  # fmt: skip
    made_of_year = {row.report for row in newest.values() if row.period == span.key}
    for builder in registry.builders():
        if not builder.subject and builder.kind == PeriodKind.YEAR and builder.name not in made_of_year:
            url = reverse("reports:make", args=[builder.name])
            yield Paper(_("Report"), str(builder.title), url=url, missing=_("It was not made for this year."))
    made = {(row.report, row.period, row.unit_id) for row in newest.values()}
    names = [builder.name for builder in registry.builders() if builder.kind != PeriodKind.YEAR]
    on_schedule = Definition.objects.filter(is_active=True, language="id", report__in=names).select_related("unit")
    for definition in on_schedule.order_by("report", "pk"):
        part = span_on(definition.kind, span.first)
        while part.last <= span.last and part.last + timedelta(days=definition.days_after) < today:
            if (definition.report, part.key, definition.unit_id) not in made:
                yield Paper(
                    _("Report"), f"{definition} {part.name}", url=reverse("reports:make", args=[definition.report]),
                    missing=_("The report on schedule was not made for this period."),
                )  # fmt: skip
            part = part.after


def _training(span: Span) -> Iterator[Paper]:
    days, year_url = (span.first, span.last), reverse("training:annual", args=[span.year])
    plan = AnnualPlan.objects.filter(year=span.year).first()
    approved = plan if plan and plan.status == AnnualStatus.APPROVED else None
    yield Paper(
        _("Yearly training plan"), _("Training plan of %(year)s") % {"year": span.year}, url=year_url,
        day=timezone.localdate(plan.decided_at) if plan and plan.decided_at else None, stem="rencana-pelatihan",
        content=made(lambda: year_document(approved)) if approved else None,
        missing="" if approved else _("It was not approved."),
    )  # fmt: skip
    papers = SessionPaper.objects.filter(day__range=days).select_related("session__programme", "signed_file")
    for paper in papers.order_by("day", "pk"):
        signed, late = paper.signed_file, paper.never_went_out(timezone.localdate())
        content = held(signed) if signed else made(lambda paper=paper: paper_document(paper))  # type: ignore[misc]
        yield Paper(
            str(paper.get_kind_display()), str(paper.session), number=paper.number, day=paper.day,
            url=reverse("training:session-detail", args=[paper.session_id]),
            stem=f"{paper.kind}-{paper.pk}", ending=signed.kind if signed else "pdf",
            content=None if late else content, missing=_("It never got a number.") if late else "",
        )  # fmt: skip
    given = Certificate.objects.filter(issued_on__range=days).select_related("number", "signed_file")
    for row in given.order_by("issued_on", "pk"):
        signed, title = row.signed_file, f"{row.snapshot['name']}: {row.snapshot['title']}"
        if row.revoked_on:
            yield Paper(
                _("Withdrawn certificate"), title, number=row.number.text, day=row.issued_on,
                url=row.get_absolute_url(),
            )  # fmt: skip
            continue
        yield Paper(
            _("Certificate"), title, number=row.number.text,
            day=row.issued_on, url=row.get_absolute_url(), stem=f"sertifikat-{row.number.text}",
            ending=signed.kind if signed else "pdf",
            content=held(signed) if signed else made(lambda row=row: certificate_document(row)),  # type: ignore[misc]
        )  # fmt: skip


def _collection(span: Span) -> Iterator[Paper]:
    days, kind = (span.first, span.last), _("Collection development policy")
    policy = CollectionPolicy.objects.filter(adopted_on__lte=span.last).select_related("paper").first()
    paper = policy.paper if policy else None
    yield Paper(
        kind, policy.name if policy else kind, number=policy.number if policy else "",
        day=policy.adopted_on if policy else None, stem="kebijakan-koleksi", ending=paper.kind if paper else "",
        content=held(paper) if paper else None,
        missing="" if paper else _("No signed paper is kept.") if policy else _("There is none."),
    )  # fmt: skip
    for sheet in board.sheets().filter(day__range=days):
        scan = sheet.scan
        yield Paper(
            _("Selection sheet"), str(sheet.fund), number=str(sheet.number), day=sheet.day,
            url=reverse("collections_app:sheet-detail", args=[sheet.pk]), stem=f"lembar-seleksi-{sheet.pk}",
            ending=scan.kind if scan else "pdf",
            content=held(scan) if scan else made(
                lambda sheet=sheet: collection.selection_sheet(sheet, list(board.lines_of(sheet)))  # type: ignore[misc]
            ),
        )  # fmt: skip
    orders = Order.objects.filter(approved_on__range=days).exclude(number=None)
    for order in orders.select_related("vendor", "fund", "method", "number", "prepared_by", "approved_by"):
        yield Paper(
            _("Order letter"), order.subject, number=str(order.number), day=order.approved_on,
            url=reverse("collections_app:order-detail", args=[order.pk]), stem=f"surat-pesanan-{order.pk}",
            content=made(
                lambda order=order: collection.order_letter(order, list(money.lines_of(order)))  # type: ignore[misc]
            ),
        )  # fmt: skip
    receipts = Receipt.objects.filter(day__range=days, back_on=None)
    for row in receipts.select_related("number", "received_by", "order__number", "order__vendor", "order__fund"):
        yield Paper(
            _("Handover minutes (BAST)"), row.order.subject, number=str(row.number), day=row.day,
            url=reverse("collections_app:order-detail", args=[row.order_id]), stem=f"bast-{row.pk}",
            content=made(
                lambda row=row: collection.handover_minutes(  # type: ignore[misc]
                    row, list(money.receipt_lines(row)), money.awaited_after(row)
                )
            ),
        )  # fmt: skip
    for weeded in weeding.lists().filter(decided_on__range=days):
        yield Paper(
            _("Weeding minutes"), str(weeded.rule), number=str(weeded.number), day=weeded.decided_on,
            url=reverse("collections_app:weeding-detail", args=[weeded.pk]), stem=f"berita-acara-{weeded.pk}",
            content=made(
                lambda weeded=weeded: collection.weeding_minutes(  # type: ignore[misc]
                    weeded, list(weeding.lines_of(weeded))
                )
            ),
        )  # fmt: skip


def _events(span: Span) -> Iterator[Paper]:
    done = EventDate.objects.filter(
        state__in=[SessionState.HELD, SessionState.REPORTED], starts_at__date__range=(span.first, span.last)
    )
    for session in done.select_related("event", "report").order_by("starts_at", "pk"):
        report = getattr(session, "report", None)
        yield Paper(
            _("Report of an activity"), session.event.title, day=timezone.localdate(session.starts_at),
            url=reverse("outreach:session-detail", args=[session.pk]), stem=f"laporan-kegiatan-{session.pk}",
            content=made(lambda session=session: _report(session)) if report else None,  # type: ignore[misc]
            missing="" if report else _("No report was written."),
        )  # fmt: skip
    in_force = Q(starts_on__lte=span.last, ends_on__gte=span.first)
    for row in Agreement.objects.filter(in_force).select_related("partner", "file").order_by("starts_on", "pk"):
        stored = row.file
        yield Paper(
            _("Agreement with a partner"), f"{row.partner}: {row.about}", number=row.number, day=row.starts_on,
            url=reverse("outreach:partner-detail", args=[row.partner_id]), stem=f"perjanjian-{row.partner}",
            ending=stored.kind if stored else "", content=held(stored) if stored else None,
            missing="" if stored else _("No signed paper is kept."),
        )  # fmt: skip


def _report(session: EventDate) -> events.Document:
    """The report without its photos: the bundle stays small, and no face leaves the house in it."""
    crew = list(crew_on(session))
    heads = dict(HeadCount.objects.filter(session=session).values_list("age_band", "heads"))
    return events.activity_report(session, session.report, crew, heads, []).document
