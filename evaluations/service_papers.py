"""What the register of services prints: Standar Pelayanan, Maklumat Pelayanan and an A5 leaflet, from the same record.

The fourteen components and their order: PermenPANRB 15/2014, after article 21 of Law 25/2009. Six are published
(service delivery), eight are the office's own (service management).
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.posters import Brochure, Poster, brochure, hours_section, poster, section
from baubau_pembinaan.documents.tree import Block, Document, Heading, Note, Paragraph, Table
from baubau_pembinaan.libraries.hours import hours_in_short, stop_lines, weekly_hours
from baubau_pembinaan.libraries.models import Library, PageChannel, Service

Language = Literal["id", "en"]
NOT_SAID = "–"


def standard_document(service: Service, day: date, language: Language = "id") -> Document:
    """The standard of one service; `day`: when its record last changed. A component nobody wrote shows a dash."""
    with override(language):
        said, library = service.in_reader_language, Library.current()
        delivery = [
            (_("Requirements"), said("requirements")),
            (_("System, mechanism and procedure"), _numbered(said("steps"))),
            (_("Time to completion"), said("time_promised")),
            (_("Cost/tariff"), said("cost") or _("Free of charge")),
            (_("Product of the service"), said("product")),
            (_("Handling of complaints, suggestions and input"), complaint_ways(library)),
        ]
        management = [
            (_("Legal basis"), said("legal_basis")),
            (_("Facilities and infrastructure"), _joined(said("facilities"), said("accessibility"))),
            (_("Competence of staff"), said("staff_competence")),
            (_("Internal supervision"), said("supervision")),
            (_("Number of staff"), "" if service.staff_number is None else str(service.staff_number)),
            (_("Guarantee of the service"), said("guarantee")),
            (_("Guarantee of security and safety"), said("security")),
            (_("Evaluation of the performance of staff"), said("evaluation")),
        ]
        blocks: list[Block] = [
            Paragraph(said("summary")),
            Heading(_("A. Service delivery"), 2),
            _table(delivery, 1),
            Heading(_("B. Management of the service"), 2),
            _table(management, len(delivery) + 1),
        ]
        if hours := weekly_hours(service):
            blocks += [
                Heading(_("C. Opening hours"), 2),
                Table([_("Day"), _("Hours")], [list(row) for row in hours], widths=[1, 3]),
            ]
        if stops := stop_lines(service):
            blocks += [
                Heading(_("D. Stops"), 2),
                Table([_("Day"), _("Hours"), _("Place")], [list(row) for row in stops], widths=[1, 1, 3]),
            ]
        blocks.append(Note(_("Components after PermenPANRB 15/2014. Address: %(url)s") % {"url": service_url(service)}))
        return _paper(_("SERVICE STANDARD"), service.title, blocks, day, language)


def pledge_document(services: Sequence[Service], day: date, language: Language = "id") -> Document:
    """The service pledge (maklumat) of the whole library with what each public service promises."""
    with override(language):
        blocks: list[Block] = [
            Paragraph(
                _(
                    "WE HEREBY DECLARE THAT WE ARE ABLE TO PROVIDE OUR SERVICES ACCORDING TO THE SERVICE STANDARDS "
                    "THAT HAVE BEEN SET. IF WE DO NOT KEEP THIS PROMISE, WE ARE READY TO ACCEPT SANCTIONS ACCORDING TO "
                    "THE LAWS AND REGULATIONS IN FORCE."
                ),
                align="center",
                bold=True,
            ),
            Heading(_("What we promise"), 2),
            Table(
                [_("Service"), _("Time promised"), _("Cost")],
                [
                    [
                        row.title,
                        row.in_reader_language("time_promised") or NOT_SAID,
                        row.in_reader_language("cost") or _("Free of charge"),
                    ]
                    for row in services
                ],
                widths=[4, 2, 2],
            ),
            Heading(_("If we do not keep it"), 2),
            Paragraph(complaint_ways(Library.current())),
        ]
        return _paper(_("SERVICE PLEDGE"), Library.current().name, blocks, day, language)


def leaflet(service: Service, day: date, language: Language = "id") -> bytes:
    """An A5 leaflet as PDF: what the service is, how it goes, when and how to reach it, a QR to its page."""
    with override(language):
        said, url = service.in_reader_language, service_url(service)
        facts = [
            (_("For whom"), said("audience")),
            (_("Where"), said("place")),
            (_("Cost"), said("cost") or _("Free of charge")),
            (_("Time promised"), said("time_promised")),
            (_("Opening hours"), "\n".join(hours_in_short(service))),
            (_("Contact"), service.reader_contact),
            (_("Channel code"), channel_code(service, PageChannel.LEAFLET)),
        ]
        content = Poster(
            title=service.title,
            url=f"{url}?k={PageChannel.LEAFLET}",
            address=url.split("://", 1)[1],
            lead=said("summary"),
            steps=_lines(said("steps"))[:4],
            terms=[fact for fact in facts if fact[1]],
        )
    return poster(content, day=day, office=letterhead.letterhead(), paper="a5", language=language)


def folded(service: Service, day: date, language: Language = "id") -> bytes:
    """A tri-fold brochure (A4 landscape) as PDF, from the same record as the page, the standard and the leaflet."""
    with override(language):
        said, library = service.in_reader_language, Library.current()
        url = service_url(service)
        contacts = (service.reader_contact, library.address, library.phone, library.email)
        content = Brochure(
            title=service.title,
            url=f"{url}?k={PageChannel.BROCHURE}",
            address=url.split("://", 1)[1],
            code=channel_code(service, PageChannel.BROCHURE),
            lead=said("summary"),
            inside=(
                [
                    *section(_("For whom"), [said("audience")]),
                    *section(_("Requirements"), _lines(said("requirements")), kind="list"),
                    *section(_("What you receive"), [said("product")]),
                ],
                [
                    *section(_("How it goes"), _lines(said("steps")), kind="steps"),
                    *section(_("Time promised"), [said("time_promised")]),
                    *section(_("Cost"), [said("cost") or _("Free of charge")]),
                ],
                [
                    *section(_("Where"), [said("place")]),
                    *section(_("Stops"), [_stop(*row) for row in stop_lines(service)], kind="list"),
                    *hours_section(_("Opening hours"), weekly_hours(service)),
                    *section(_("Accessibility"), _lines(said("accessibility"))),
                ],
            ),
            flap=[
                *section(_("Not satisfied? Tell us"), complaint_ways(library).splitlines(), kind="list"),
                *section(_("What we promise"), _lines(said("guarantee"))),
                *section(_("Safety"), _lines(said("security"))),
            ],
            contacts=list(dict.fromkeys(filter(None, contacts))),
        )
    return brochure(content, day=day, office=letterhead.letterhead(library), language=language)


def changed_on(*services: Service) -> date:
    """The local day on which any of these records last changed: the date on the paper."""
    lines = Service.history.filter(id__in=[service.pk for service in services])
    last = lines.order_by("-history_date").values_list("history_date", flat=True).first()
    return timezone.localdate(last) if last else timezone.localdate()


def channel_code(service: Service, channel: PageChannel) -> str:
    """What somebody names who came by that paper: "BROSUR-PEMINJAMAN"."""
    return f"{channel}-{service.code.upper()}"


def service_url(service: Service) -> str:
    return settings.SITE_URL + reverse("libraries:public-service", args=[service.code])


def complaint_ways(library: Library) -> str:
    """Every way to complain, one a line."""
    ways = [
        _("Online: %(url)s") % {"url": settings.SITE_URL + reverse("evaluations:complaint-form")},
        _("At the desk of the library"),
        _("Telephone %(number)s") % {"number": library.phone} if library.phone else "",
        _("E-mail %(address)s") % {"address": library.email} if library.email else "",
        _("National complaint service %(url)s") % {"url": library.complaint_url} if library.complaint_url else "",
    ]
    return "\n".join(way for way in ways if way)


def _paper(title: str, subtitle: str, blocks: list[Block], day: date, language: Language) -> Document:
    library = Library.current()
    signer = letterhead.default_signer(day)
    return Document(
        title=title,
        subtitle=subtitle,
        date=day,
        blocks=[*blocks, *([letterhead.signature(day, signer)] if signer else [])],
        letterhead=letterhead.letterhead(library),
        page=letterhead.page(library),
        language=language,
        author=library.name,
    )


def _table(rows: Sequence[tuple[str, str]], first: int) -> Table:
    return Table(
        [_("Nr."), _("Component"), _("What is set")],
        [[str(number), term, value or NOT_SAID] for number, (term, value) in enumerate(rows, start=first)],
        widths=[0.6, 3, 6],
    )


def _stop(day: str, span: str, place: str) -> str:
    return f"{day} {span}: {place}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _numbered(text: str) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(_lines(text), start=1))


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
