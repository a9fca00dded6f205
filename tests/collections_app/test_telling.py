"""Whoever left a number hears of every step: the queue, the text, the tasks."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.notifications.duties import open_for
from collections_app.choices import DemandStatus
from collections_app.models import RefusalReason
from collections_app.selectors import telling
from collections_app.services.joining import join_demands
from collections_app.services.suggestions import set_status
from collections_app.services.telling import mark_sent
from tests.factories.suggestions import make_partner, make_wish
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
QUEUE = "/staf/koleksi/usulan/kabar/"
ANI, BUDI = "6281234567890", "6281234567891"


def move(wish, status=DemandStatus.ACCEPTED, **said):
    return set_status(demand=wish.demand, status=status, by=None, on=timezone.localdate(), **said)


def text_to(number):
    found = telling.texts([number]).get(number)
    return found and parse_qs(urlsplit(found.address).query)["text"][0]


def tasks_of(user):
    return {duty.code: (duty.title(row), duty.url(row)) for duty, row in open_for(user, timezone.localdate())}


def test_a_text_names_library_title_step_reason_and_address(settings):
    settings.SITE_URL = "https://perpustakaan.contoh.example"
    wish = make_wish(title="Bumi", phone=ANI)
    reason = RefusalReason.objects.get(code="budget")
    move(wish, DemandStatus.DECLINED, reason=reason, note="Tahun depan dicoba lagi")

    text = text_to(ANI)

    assert Library.current().name in text and "“Bumi”: Ditolak" in text and reason.text in text
    assert "Tahun depan dicoba lagi" in text
    assert f"https://perpustakaan.contoh.example/usul-buku/status/{wish.code}/" in text


def test_several_wishes_of_a_number_are_one_text_in_the_language_of_the_newest():
    one, two = make_wish(title="Bumi", phone=ANI), make_wish(title="Bulan", phone=ANI, language="en")
    move(one), move(two, DemandStatus.ORDERED)

    text = text_to(ANI)

    assert "“Bumi”: To be acquired" in text and "“Bulan”: Ordered" in text
    assert len(telling.numbers()) == 1


def test_the_queue_holds_who_has_not_heard_and_one_press_takes_them_off(client_as):
    wish, other = make_wish(title="Bumi", phone=ANI, name="Ani"), make_wish(title="Bulan", phone=BUDI, name="Budi")
    make_wish(title="Matahari", phone="6281234567892")  # not moved yet
    client = client_as(Role.LIBRARIAN)
    move(wish), move(other)
    html = client.get(QUEUE).content.decode()
    assert "Ani" in html and "Budi" in html and "Matahari" not in html

    client.post(QUEUE, {"told": telling.texts([ANI])[ANI].marks})

    html = client.get(QUEUE).content.decode()
    assert "Ani<" not in html and "Budi" in html
    move(wish, DemandStatus.ORDERED)
    assert "Ani<" in client.get(QUEUE).content.decode()


def test_what_moved_on_while_the_text_was_sent_is_told_again():
    wish = make_wish(phone=ANI)
    move(wish)
    marks = telling.texts([ANI])[ANI].marks
    move(wish, DemandStatus.ORDERED)

    mark_sent(marks)

    assert telling.texts([ANI])[ANI].marks == [f"{wish.pk}:ordered"]
    assert mark_sent(["x:ordered", "1:nowhere", ":", "99999999999:ordered"]) == 0


def test_partners_and_joined_wishes_are_told_and_wishes_without_a_number_are_not():
    partner = make_partner(phone=BUDI)
    led, lead = make_wish(title="Laskar Pelangi", partner=partner), make_wish(title="Laskar Plangi")
    join_demands(demand=led.demand, into=lead.demand, by=None)

    move(lead)

    assert [row["number"] for row in telling.numbers()] == [BUDI]
    assert telling.texts([BUDI])[BUDI].names == partner.name


def test_the_list_is_narrowed_to_demands_whose_askers_are_to_be_told(client_as):
    move(make_wish(title="Bumi", phone=ANI)), make_wish(title="Bulan", phone=BUDI)

    html = client_as(Role.LIBRARIAN).get("/staf/koleksi/?kabar=belum").content.decode()

    assert "Bumi" in html and "Bulan" not in html


def test_two_tasks_say_what_waits_and_go_once_it_is_done(staff_user):
    librarian, officer = staff_user(Role.LIBRARIAN), staff_user(Role.SERVICE_OFFICER)
    first, second = make_wish(title="Bumi", phone=ANI), make_wish(title="Bulan", phone=BUDI)
    make_wish(title="Matahari", phone=ANI)
    assert tasks_of(librarian)["collections_app.decide-demand"][0] == "Putuskan 3 usulan buku baru"
    assert not {"collections_app.decide-demand", "collections_app.tell-askers"} & set(tasks_of(officer))

    move(first), move(second)

    found = tasks_of(librarian)
    assert found["collections_app.decide-demand"] == ("Putuskan 1 usulan buku baru", "/staf/koleksi/?status=new")
    assert found["collections_app.tell-askers"] == ("Beri tahu 2 pengusul sejauh mana usulannya", QUEUE)
    for text in telling.texts([ANI, BUDI]).values():
        mark_sent(text.marks)
    assert "collections_app.tell-askers" not in tasks_of(librarian)


def test_the_queue_takes_as_many_statements_for_three_as_for_one(client_as):
    numbers = iter(range(6281234560000, 6281234570000))
    assert_same_queries(client_as(Role.LIBRARIAN), QUEUE, lambda: move(make_wish(phone=str(next(numbers)))))
