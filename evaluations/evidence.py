"""The evidence of one review as a ZIP: a numbered table (XLSX and PDF), and the files named by their numbers.

An office paper for e-Kinerja, so always in Indonesian. Every line of the table carries the address of its row.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import rentang_tanggal, tanggal
from baubau_pembinaan.core.xlsx import Column, workbook
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.tree import Document, KeyValues, Note, Paragraph, Table
from baubau_pembinaan.libraries.models import Library
from evaluations.models import Review
from evaluations.selectors.activities import Activity
from training.models import Certificate
from training.papers import certificate_document
from training.selectors.certificates import valid_of

Paper = tuple[str, str, Document]  # a short name for the file, what it is called, the paper


@dataclass(frozen=True)
class Line:
    number: int
    day: date | str  # one day, or the days of the year in words
    kind: str
    title: str
    detail: str
    file: str
    address: str

    @property
    def day_text(self) -> str:
        return self.day if isinstance(self.day, str) else tanggal(self.day)


def bundle(
    review: Review,
    activities: Sequence[Activity],
    papers: Sequence[Paper],
    *,
    at: datetime,
    feedback: bool = True,
) -> bytes:
    """The ZIP. `papers` come first, then the work results, then the activities by their day, each training of this
    library with the certificate it gave. `feedback`: whether the reader may see the leader's word on the results."""
    with override("id"):
        lines, files = _collect(review, activities, papers, feedback)
        table = _paper(review, lines, at)
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("00-daftar-bukti.pdf", to_pdf(table))
            archive.writestr("00-daftar-bukti.xlsx", _workbook(review, lines, at))
            for name, content in files:
                archive.writestr(name, content)
        return packed.getvalue()


def _collect(
    review: Review, activities: Sequence[Activity], papers: Sequence[Paper], feedback: bool
) -> tuple[list[Line], list[tuple[str, bytes]]]:
    results = list(review.results.prefetch_related("files__stored", "links"))
    most = len(papers) + len(activities) + sum(1 + len(row.files.all()) + len(row.links.all()) for row in results)
    digits = max(2, len(str(most)))  # so that the files sort by their numbers
    lines: list[Line] = []
    files: list[tuple[str, bytes]] = []
    own = _address(reverse("evaluations:review-detail", args=[review.pk]))

    def add(
        day: date | str, kind: str, title: str, detail: str, address: str, name: str = "", content: bytes = b""
    ) -> None:
        number = len(lines) + 1
        file = f"{number:0{digits}}-{name}" if content else ""
        lines.append(Line(number, day, kind, title, detail, file, address))
        if content:
            files.append((file, content))

    for name, title, paper in papers:
        add(paper.date, _("Document"), title, "", own, f"{name}.pdf", to_pdf(paper))
    year = rentang_tanggal(review.cycle.starts_on, review.cycle.ends_on)
    for row in results:
        said = _("Feedback: %(text)s") % {"text": row.feedback} if feedback and row.feedback else ""
        detail = " · ".join(filter(None, [row.target, row.realisation, row.evidence, said]))
        here = f"{own}#{row.anchor}"
        add(year, _("Work result"), row.plan, detail, here)
        for proof in row.files.all():
            content, name = _content(proof.stored)
            kept = timezone.localdate(proof.stored.uploaded_at)
            add(kept, _("Evidence"), row.plan, proof.stored.name, here, name, content)
        for link in row.links.all():
            where = _address(link.address) if link.address else here
            add(link.day, _("Evidence"), row.plan, f"{link.kind}: {link.title}", where)
    given = valid_of([deed.enrolment for deed in activities if deed.enrolment])
    for deed in activities:
        certificate = given.get(deed.enrolment or 0)
        content, name = _certificate(certificate) if certificate else _content(deed.proof)
        address = _address(deed.url) if deed.url else ""
        add(deed.day, deed.kind, deed.title, deed.detail, address, name, content)
    return lines, files


def _content(proof: StoredFile | None) -> tuple[bytes, str]:
    """The file and a harmless name for it; nothing where it is gone from the disk."""
    if proof is None:
        return b"", ""
    stem = slugify(proof.name.rsplit(".", 1)[0])[:60] or "bukti"
    try:
        with proof.file.open("rb") as stored:
            return stored.read(), f"{stem}.{proof.kind}"
    except FileNotFoundError:
        return b"", ""


def _certificate(certificate: Certificate) -> tuple[bytes, str]:
    """The signed version where one is kept, else the paper as this library gives it out."""
    content, _name = _content(certificate.signed_file)
    kind = certificate.signed_file.kind if certificate.signed_file and content else "pdf"
    name = f"sertifikat-{slugify(certificate.number.text.replace('/', '-'))}.{kind}"
    return content or to_pdf(certificate_document(certificate)), name


def _address(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _path(address: str) -> str:
    """Without the site, which the paper names once at its head."""
    return address.removeprefix(settings.SITE_URL.rstrip("/"))


def _headers() -> list[str]:
    return [_("Number"), _("Date"), _("Kind"), _("Evidence"), _("Detail"), _("File"), _("Source")]


def _workbook(review: Review, lines: Sequence[Line], at: datetime) -> bytes:
    return workbook(
        title=_("Evidence of performance: %(name)s") % {"name": review.person.full_name},
        columns=[
            Column(_("Number"), "int"),
            Column(_("Date"), "date"),
            *(Column(label) for label in _headers()[2:-1]),
            Column(_("Source"), "link"),
        ],
        rows=[[row.number, row.day, row.kind, row.title, row.detail, row.file, row.address] for row in lines],
        period=rentang_tanggal(review.cycle.starts_on, review.cycle.ends_on),
        office=Library.current().name,
        printed_at=at,
    )


def _paper(review: Review, lines: Sequence[Line], at: datetime) -> Document:
    library = Library.current()
    rows = [
        [
            str(row.number),
            row.day_text,
            row.kind,
            row.title,
            row.detail,
            "\n".join(filter(None, (row.file, _path(row.address)))),
        ]
        for row in lines
    ]
    facts = [
        (_("Name"), review.person.full_name),
        ("NIP", review.person.nip_text or "–"),
        (_("Period"), rentang_tanggal(review.cycle.starts_on, review.cycle.ends_on)),
        (_("Sources at"), settings.SITE_URL.rstrip("/")),
    ]
    headers = ["No.", *_headers()[1:5], _("File and source")]
    return Document(
        title=_("EVIDENCE OF PERFORMANCE"),
        subtitle=str(review.cycle.year),
        date=at.date(),
        blocks=[
            KeyValues(facts),
            Table(headers, rows, widths=[1.2, 3.8, 5, 6, 6, 6]) if rows else Paragraph("–"),
            Note(_("Drawn from the records of this system. The state system stays the legal record.")),
        ],
        letterhead=letterhead.letterhead(library),
        page=letterhead.page(library, landscape=True),
        language="id",
        author=library.name,
    )
