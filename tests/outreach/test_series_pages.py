"""The form of a series says one thing for one mistake, and what is there already; a single date names its holiday."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.libraries.models import Holiday
from outreach.choices import EventStatus
from tests.factories.outreach import make_event, make_session

pytestmark = pytest.mark.django_db
EITHER = "salah satu"


def rule(**fields):
    first = timezone.localdate() + timedelta(days=10)
    return {
        "first": f"{first:%Y-%m-%d}", "starts": "15.30", "ends": "17.00", "frequency": "pekanan", "interval": "1",
        "count": "3", **fields,
    }  # fmt: skip


def address(event) -> str:
    return f"/staf/kegiatan/acara/{event.pk}/seri/"


@pytest.fixture
def draft():
    return make_event(status=EventStatus.DRAFT)


@pytest.mark.parametrize(
    ("fields", "says_either"),
    [
        ({"count": "500"}, False),
        ({"count": "x"}, False),
        ({"count": "", "until": "99/99/9999"}, False),
        ({"count": ""}, True),
        ({"until": "31/12/2030"}, True),
    ],
)
def test_one_mistake_is_one_error(client_as, draft, fields, says_either):
    html = client_as("Pustakawan").get(address(draft), rule(**fields)).content.decode()
    assert (EITHER in html) == says_either
    assert html.partition("alert-error")[2].partition("</ul>")[0].count("<li>") == 1


def test_dates_that_are_there_are_not_shown_as_new(client_as, draft):
    client = client_as("Pustakawan")
    fresh = client.get(address(draft), rule()).content.decode()
    assert "3 tanggal baru" in fresh
    assert "Tambahkan tanggal ini" in fresh
    client.post(address(draft), rule())
    more = client.get(address(draft), rule(count="4")).content.decode()
    assert "1 tanggal baru" in more
    assert "Tambahkan tanggal yang baru" in more
    assert more.count("sudah ada") == 3
    same = client.get(address(draft), rule()).content.decode()
    assert "0 tanggal baru" in same
    assert 'method="post"' not in same.partition("<main")[2].partition("</main")[0]
    answer = client.post(address(draft), rule(), follow=True).content.decode()
    assert "Tidak ada tanggal yang ditambahkan" in answer
    assert draft.sessions.count() == 3
    other_time = client.get(address(draft), rule(starts="08.00", ends="09.00")).content.decode()
    assert "3 tanggal baru" in other_time


def test_a_single_date_on_a_holiday_is_taken_with_a_word(client_as, draft):
    client, day = client_as("Kepala Bidang"), timezone.localdate() + timedelta(days=20)
    Holiday.objects.filter(date__gte=timezone.localdate()).delete()
    Holiday.objects.create(date=day, name="Hari Contoh")
    form = {"day": f"{day:%d/%m/%Y}", "starts": "09.00", "ends": "10.00"}
    page = f"/staf/kegiatan/acara/{draft.pk}/tanggal/"
    assert "Hari Contoh" in client.post(page, form, follow=True).content.decode()
    later: date = day + timedelta(days=1)
    plain = client.post(page, form | {"day": f"{later:%d/%m/%Y}"}, follow=True).content.decode()
    assert "Hari Contoh" not in plain
    assert draft.sessions.count() == 2
    move = f"/staf/kegiatan/tanggal/{make_session().pk}/pindah/"
    assert "Hari Contoh" in client.post(move, form | {"reason": "Hujan"}, follow=True).content.decode()
