"""Who came by a printed paper: a number a day, once an opening, nothing for other codes."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.channels import by_paper, count_visit
from baubau_pembinaan.libraries.models import ChannelVisit, Service
from tests.factories.libraries import make_service
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_openings_by_a_code_are_added_up_and_others_count_nothing(client):
    service = make_service(name="Pinjam")
    page = f"/layanan/{service.code}/"
    for query in ("?k=BROSUR", "?k=BROSUR", "?k=SELEBARAN", "", "?k=LAIN", "?k=" + "x" * 5000, "?k=%00"):
        assert client.get(page + query).status_code == 200
    client.head(page + "?k=BROSUR")
    rows = dict(ChannelVisit.objects.filter(day=timezone.localdate()).values_list("channel", "visits"))
    assert rows == {"BROSUR": 2, "SELEBARAN": 1}
    [line] = by_paper(timezone.localdate().year)
    assert (line.name, line.brochure, line.leaflet) == ("Pinjam", 2, 1)
    assert by_paper(timezone.localdate().year - 1) == []


def test_the_months_page_shows_them_for_the_whole_library(client_as):
    def one_more():
        count_visit(service=make_service(), code="BROSUR", day=timezone.localdate())

    page = assert_same_queries(client_as(Role.LIBRARIAN), "/staf/hitungan/bulanan/", one_more)
    assert "Datang lewat brosur dan selebaran" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_first_openings_at_once_count_two():
    service, gate = make_service(), Barrier(2)

    def open_page():
        own = Service.objects.get(pk=service.pk)
        gate.wait()
        count_visit(service=own, code="BROSUR", day=DAY)
        connection.close()

    threads = [Thread(target=open_page) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ChannelVisit.objects.get().visits == 2
