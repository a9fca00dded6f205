"""Papers of the register of services, and the complaints behind an unsur of the SKM report."""

from datetime import date

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.render import to_html
from baubau_pembinaan.libraries.models import Library
from evaluations import service_papers
from evaluations.report.data import gather
from evaluations.report.findings import analysis
from evaluations.service_papers import pledge_document, standard_document
from evaluations.services.surveys import close_period
from tests.factories.accounts import make_person
from tests.factories.complaints import answer, make_complaint
from tests.factories.evaluations import make_answers, make_period, make_survey
from tests.factories.libraries import make_service, make_service_point, make_signatory, make_stop

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_the_standard_has_fourteen_components_from_the_record(library):
    make_signatory(name="Dra. Kepala Contoh")
    service = make_service(name="Pinjam", requirements="Kartu anggota", legal_basis="UU 43/2007", staff_number=2)
    page = to_html(standard_document(service, DAY))
    for words in ("Pinjam", "Kartu anggota", "UU 43/2007", "/pengaduan/", "08.00–16.00", "Dra. Kepala Contoh"):
        assert words in page
    rows = [row for block in standard_document(service, DAY).blocks for row in getattr(block, "rows", ())]
    assert [row[0] for row in rows if len(row) == 3] == [str(number) for number in range(1, 15)]
    assert "Requirements" in to_html(standard_document(service, DAY, "en"))


MANAGED = ("legal_basis", "facilities", "staff_competence", "supervision", "guarantee", "security", "evaluation")


def test_the_english_papers_speak_english_and_fall_back(library):
    words = {field: f"Kata {field}" for field in MANAGED} | {f"{field}_en": f"Words {field}" for field in MANAGED}
    service = make_service(**words | {"supervision_en": ""})
    english, ours = (to_html(standard_document(service, DAY, language)) for language in ("en", "id"))
    for field in MANAGED:
        assert f"Kata {field}" in ours
        assert (f"Words {field}" if field != "supervision" else "Kata supervision") in english
    assert "Kata security" not in english


def test_the_standard_of_a_mobile_service_names_its_stops(library):
    page = to_html(standard_document(make_stop(place="Lapangan Palabusa").service, DAY))
    assert "Lapangan Palabusa" in page
    assert "Lapangan" not in to_html(standard_document(make_service(), DAY))


def test_the_pledge_names_what_every_service_promises(library):
    page = to_html(pledge_document([make_service(name="Pinjam", time_promised="5 menit", cost="")], DAY))
    for words in ("Pinjam", "5 menit", "Gratis", "SANGGUP"):
        assert words in page


@pytest.mark.parametrize(
    "address", ["/standar-pelayanan/{}/", "/brosur-layanan/{}/", "/brosur-layanan/{}/lipat/", "/maklumat-pelayanan/"]
)
def test_papers_of_public_services_are_for_everybody_and_no_others(client, library, address):
    shown, hidden = make_service(), make_service(is_published=False)
    page = client.get(address.format(shown.code))
    assert (page.status_code, page.content[:5], page["Content-Type"]) == (200, b"%PDF-", "application/pdf")
    assert client.get(address.format(shown.code)).content == page.content
    if "{}" in address:
        assert client.get(address.format(hidden.code)).status_code == 404


def test_the_skm_report_says_how_complaints_of_its_desk_were_handled(library):
    point = make_service_point()
    period = make_period(make_survey(service_point=point))
    make_answers(period, 5)
    head = make_person(Role.DIVISION_HEAD).user
    for _n in range(5):  # fewer would speak of single people
        answer(make_complaint(service_point=point), head)
    answer(make_complaint(service_point=point, kind="praise"), head)  # needs no answer, so it dilutes nothing
    make_complaint(service_point=make_service_point())
    frozen = close_period(period=period, by=None, at=timezone.now())
    words = " ".join(getattr(block, "text", "") for block in analysis(gather(frozen), DAY))
    assert "5 pengaduan dan pertanyaan" in words
    other = make_period()
    make_answers(other, 5)
    bare = make_period(make_survey(service_point=make_service_point()))
    make_answers(bare, 5)
    frozen = close_period(period=bare, by=None, at=timezone.now())
    assert "apresiasi" not in " ".join(getattr(block, "text", "") for block in analysis(gather(frozen), DAY))


def test_the_librarys_telephone_stands_where_a_service_has_no_contact_of_its_own(library, client, monkeypatch):
    row = Library.objects.get(pk=library.pk)
    row.phone, row.address = "0402 123", ""
    row.save()
    bare, own = make_service(contact=""), make_service(contact="WA 0812")
    for service, contact in ((bare, "0402 123"), (own, "WA 0812")):
        assert dict(client.get(f"/layanan/{service.code}/").context["facts"])["Kontak"] == contact
    drawn = []
    monkeypatch.setattr(service_papers, "brochure", lambda content, **how: drawn.append(content.contacts))
    for service in (bare, own):
        service_papers.folded(service, DAY)
    assert [contacts[:2] for contacts in drawn] == [["0402 123"], ["WA 0812", "0402 123"]]


def test_the_leaflet_says_when_how_to_reach_it_and_its_channel(library, monkeypatch):
    drawn = []
    monkeypatch.setattr(service_papers, "poster", lambda content, **how: drawn.append(content))
    service_papers.leaflet(make_service(code="pinjam", contact="WA 0812"), DAY)
    service_papers.leaflet(make_service(days=(1, 3)), DAY)
    mobile = dict(drawn[1].terms)["Jam buka"]
    assert mobile == "Selasa 08.00–16.00\nKamis 08.00–16.00\nSenin, Rabu, Jumat–Minggu tutup"
    facts = dict(drawn[0].terms)
    assert facts["Jam buka"] == "Senin–Jumat 08.00–16.00\nSabtu–Minggu tutup"
    assert (facts["Kontak"], facts["Kode kanal"]) == ("WA 0812", "SELEBARAN-PINJAM")
