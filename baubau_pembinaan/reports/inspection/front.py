"""Papers of the service front: standards, pledge, procedures, surveys, complaints, accreditation."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka, tanggal
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.tree import Document, KeyValues, Table
from baubau_pembinaan.libraries import selectors as services
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.reports.periods import Span
from evaluations.choices import InstrumentKind
from evaluations.models import FrozenResult, Period, Procedure, Publication, RepairTicket
from evaluations.report import follow_up_document, skm_document
from evaluations.selectors import accreditation, complaints, standards
from evaluations.service_papers import changed_on, pledge_document, standard_document

from .paper import Paper, held, linked, made


def front(span: Span, today: date) -> Iterator[Paper]:
    yield from _services()
    yield from _standards(span, today)
    yield from _procedures(span)
    yield from _surveys(span, today)
    yield _complaints(span, today)
    yield _repairs(span, today)
    yield from _accreditation(today)


def _services() -> Iterator[Paper]:
    rows = list(services.public_services())
    kind = _("Service standard")
    if not rows:
        yield Paper(kind, _("Service standards and pledge"), missing=_("No service is public yet."))
        return
    day = changed_on(*rows)
    yield Paper(
        _("Service pledge"),
        Library.current().name,
        day=day,
        url=reverse("evaluations:service-pledge"),
        stem="maklumat-pelayanan",
        content=made(lambda: pledge_document(rows, day)),
    )
    for row in rows:
        changed = changed_on(row)
        yield Paper(
            kind,
            row.title,
            day=changed,
            url=reverse("evaluations:service-standard", args=[row.code]),
            stem=f"standar-pelayanan-{row.code}",
            content=made(lambda row=row, changed=changed: standard_document(row, changed)),  # type: ignore[misc]
        )


def _paper(title: str, subtitle: str, day: date, block: KeyValues | Table) -> Document:
    library = Library.current()
    return Document(
        title=title,
        subtitle=subtitle,
        date=day,
        blocks=[block],
        letterhead=letterhead.letterhead(library),
        page=letterhead.page(library),
        language="id",
        author=library.name,
    )


def _standards(span: Span, today: date) -> Iterator[Paper]:
    kind, url = _("Measured standards"), reverse("evaluations:standard-list")
    lines = standards.lines([span.year], today=today)
    if not lines:
        yield Paper(kind, _("Service standards with targets"), url=url, missing=_("No standard is set yet."))
        return
    words = {True: _("Yes"), False: _("Not yet"), None: "–"}
    rows = [
        [
            str(line.standard.service or _("The whole library")),
            line.standard.promise,
            f"{angka(line.standard.target, 2)} {line.standard.unit}",
            "–" if line.latest.value is None else angka(line.latest.value, 2),
            words[line.latest.is_kept],
        ]
        for line in lines
    ]
    headers = [_("Service"), _("What is promised"), _("Target"), _("Reached"), _("Kept")]
    table = Table(headers, rows, widths=[2.5, 4, 2, 1.6, 1.4])
    day = min(span.last, today)
    yield Paper(
        kind, _("What the standards came to in %(year)s") % {"year": span.year}, day=day, url=url,
        stem="capaian-standar",
        content=made(lambda: _paper(_("MEASURED SERVICE STANDARDS"), str(span.year), day, table)),
    )  # fmt: skip
    for line in lines:
        if line.standard.is_manual and line.latest.value is None:
            yield Paper(
                kind, line.standard.promise, url=reverse("evaluations:standard-detail", args=[line.standard.pk]),
                missing=_("The value of the year is not written down."),
            )  # fmt: skip


def _procedures(span: Span) -> Iterator[Paper]:
    in_force = Q(retired_on=None) | Q(retired_on__gte=span.first)
    rows = list(Procedure.objects.filter(in_force, valid_from__lte=span.last).select_related("file"))
    if not rows:
        yield Paper(
            "SOP", _("SOP and policies"), url=reverse("evaluations:procedure-list"), missing=_("The shelf is empty.")
        )
    for row in rows:
        stored = row.file
        yield Paper(
            str(row.get_kind_display()),
            row.title,
            number=row.number,
            day=row.reviewed_on or row.valid_from,
            url=reverse("evaluations:procedure-detail", args=[row.pk]),
            stem=row.title,
            ending=stored.kind if stored else "",
            content=held(stored) if stored else None,
            missing="" if stored else _("No file is kept with it."),
        )


def _surveys(span: Span, today: date) -> Iterator[Paper]:
    kinds = (_("SKM report"), _("Follow-up report"))
    rows = Period.objects.filter(
        survey__instrument__kind=InstrumentKind.SKM, ends_on__range=(span.first, min(span.last, today))
    ).select_related("survey")
    periods = list(rows.order_by("survey__title", "ends_on", "pk"))
    if not periods:
        yield Paper(kinds[0], _("Survey of patron satisfaction"), missing=_("No survey ended in this year."))
    newest = {row.period_id: row for row in FrozenResult.objects.filter(period__in=periods).order_by("number")}
    public = set(Publication.objects.filter(period__in=periods).values_list("period_id", flat=True))
    for period in periods:
        title, url = f"{period.survey.title} {period.key}", reverse("evaluations:period-detail", args=[period.pk])
        frozen = newest.get(period.pk)
        if not period.is_closed or frozen is None:
            yield Paper(kinds[0], title, url=url, missing=_("The period is not closed yet."))
            continue
        if frozen.data["ikm"] is None:
            yield Paper(kinds[0], title, url=url, missing=_("Nobody answered, so there is no IKM."))
            continue
        for kind, stem, write in zip(
            kinds, ("laporan-skm", "laporan-tindak-lanjut-skm"), (skm_document, follow_up_document), strict=True
        ):
            yield Paper(
                kind, title, day=period.ends_on, url=url, stem=f"{stem}-{period.survey.code}-{period.key}",
                content=made(lambda write=write, frozen=frozen: write(frozen, "id")),  # type: ignore[misc]
            )  # fmt: skip
        if period.pk not in public:
            yield Paper(_("Published result"), title, url=url, missing=_("The result was not announced to the public."))


def _complaints(span: Span, today: date) -> Paper:
    found, url, day = complaints.figures(span.first, span.last, today=today), "", min(span.last, today)
    url = reverse("evaluations:complaint-figures")
    rows = [
        (_("Came in"), angka(found.total)),
        *((f"– {name}", angka(n)) for name, n in found.kinds),
        (_("Complaints and questions"), angka(found.asked)),
        (_("– answered by the library"), angka(found.answered)),
        (_("– not taken up"), angka(found.declined)),
        (_("– still open"), angka(found.open)),
        (_("Open and overdue"), angka(found.late)),
        (_("Answered in time"), _("%(n)s of %(all)s") % {"n": angka(found.in_time), "all": angka(found.due)}),
        (_("Days to the answer (median)"), "–" if found.days is None else angka(found.days, 1)),
    ]
    return Paper(
        _("Complaints"), _("Complaints, questions and praise in %(year)s") % {"year": span.year}, day=day, url=url,
        stem="rekap-pengaduan",
        content=made(
            lambda: _paper(_("COMPLAINTS, QUESTIONS AND PRAISE"), str(span.year), day, KeyValues(rows))
        ),
    )  # fmt: skip


def _repairs(span: Span, today: date) -> Paper:
    """What was reported in the year, or open or ended in it, with what it cost."""
    began = Q(reported_on__lte=span.last) & (Q(ended_on=None) | Q(ended_on__gte=span.first))
    rows = list(RepairTicket.objects.filter(began).order_by("reported_on", "pk"))
    kind, url, day = _("Repairs"), reverse("evaluations:repair-list"), min(span.last, today)
    lines = [
        [
            tanggal(row.reported_on),
            f"{row.place}: {row.fault}",
            str(row.get_status_display()),
            tanggal(row.ended_on) if row.ended_on else "–",
            "–" if row.cost_idr is None else angka(row.cost_idr),
        ]
        for row in rows
    ]
    headers = [_("Reported on"), _("Fault"), _("Status"), _("Ended on"), _("Cost (rupiah)")]
    table = Table(headers, lines, widths=[2, 5, 2, 2, 2])
    title = _("Repairs in %(year)s") % {"year": span.year}
    if not rows:
        return Paper(kind, _("%(what)s: none") % {"what": title}, day=day, url=url)
    return Paper(
        kind, title, day=day, url=url, stem="rekap-perbaikan",
        content=made(lambda: _paper(_("REPAIRS OF THE BUILDING"), str(span.year), day, table)),
    )  # fmt: skip


def _accreditation(today: date) -> Iterator[Paper]:
    for part in accreditation.folders(today):
        kind = _("Accreditation: %(part)s") % {"part": part.component}
        url = reverse("evaluations:accreditation-folder", args=[part.component.pk])
        for line in part.lines:
            for row in line.evidence:
                stored = row.file
                yield Paper(
                    kind, row.title, day=row.dated_on, url=url, stem=row.title,
                    ending=stored.kind if stored else "txt",
                    content=held(stored) if stored else linked(row.title, row.address),
                )  # fmt: skip
            if line.state == "missing":
                yield Paper(kind, str(line.requirement), url=url, missing=_("No evidence lies in the folder."))
            elif line.state == "old":
                yield Paper(kind, str(line.requirement), url=url, missing=_("The evidence is too old."))
