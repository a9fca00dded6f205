"""A date that was called off keeps no tools: no new papers, no code for the door, no seats."""

import pytest
from django.utils import timezone

from outreach.links import arrival_url
from outreach.models import CheckIn, OfficePaper
from outreach.services import papers
from outreach.services.sessions import cancel_session
from tests.factories.outreach import make_event, make_registration, make_session

pytestmark = pytest.mark.django_db


def off(session):
    return cancel_session(session=session, reason="Listrik padam", by=None, at=timezone.now())


def test_its_page_offers_what_was_given_out_and_nothing_new(client_as):
    planner = client_as("Pustakawan")
    plain, numbered = (make_session(make_event(seats=4), days=3) for _n in range(2))
    make_registration(plain)
    given = papers.number_paper(session=numbered, kind="surat-tugas", by=None, at=timezone.now())
    page = f"/staf/kegiatan/tanggal/{plain.pk}/"
    before = planner.get(page).content.decode()
    tools = [f"{page}naskah/{kind}/" for kind in ("undangan", "surat-tugas", "daftar-hadir")] + [f"{page}hadir/poster/"]
    for address in [*tools, f"{page}mitra/"]:
        assert address in before
    assert "1 dari 4 kursi" in before
    off(plain)
    off(numbered)
    html = planner.get(page).content.decode()
    for address in [*tools, f"{page}mitra/"]:
        assert address not in html
    assert "1 dari 4 kursi" not in html
    for address in tools:
        assert planner.get(address).status_code == 302
    planner.post(tools[1])
    assert OfficePaper.objects.count() == 1
    kept = f"/staf/kegiatan/tanggal/{numbered.pk}/naskah/surat-tugas/"
    html = planner.get(f"/staf/kegiatan/tanggal/{numbered.pk}/").content.decode()
    assert kept in html
    assert given.number.text in html
    assert "Beri nomor" not in html
    assert "naskah/undangan" not in html
    assert planner.get(kept).content.startswith(b"%PDF")


def test_who_stands_at_the_door_reads_that_it_is_off(client):
    session = make_session(starts_at=timezone.now())
    address = "/" + arrival_url(session).split("/", 3)[3]
    assert "Saya hadir" in client.get(address).content.decode()
    off(session)
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Listrik padam" in html
    assert "<form" not in html.partition("<main")[2].partition("</main")[0]
    refused = client.post(address, {"band": "dewasa", "heads": "1"})
    assert refused.status_code == 422
    assert not CheckIn.objects.exists()
    assert client.get(address[:-3] + "x/").status_code == 404
