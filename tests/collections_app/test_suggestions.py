"""Wishes: counted once, joined and separated, decided on with a reason, told once a step."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message
from collections_app import selectors
from collections_app.choices import DemandStatus
from collections_app.models import Demand, RefusalReason
from collections_app.selectors import telling
from collections_app.selectors.known import known_of
from collections_app.services import suggestions
from collections_app.services.joining import CannotJoin, WishStandsAlone, join_demands, move_wish, separate_demand
from collections_app.services.suggestions import (
    AskedAlready,
    AskedFromHere,
    AskedTooOften,
    ReasonNeeded,
    TooManyFromHere,
    forget_contacts,
    set_status,
)
from collections_app.services.words import renew_words
from tests.factories.collections_app import make_title
from tests.factories.suggestions import make_wish
from tests.races import Meeting
from tests.statements import texts

ON = date(2026, 11, 23)
ISBN = "9786020332949"


def askers():
    return {row.title: row.askers for row in selectors.demands.demands()}


def test_third_wish_for_an_isbn_adds_to_the_count_and_makes_no_row(db):
    for title in ("Bumi", "Bumi (cetakan baru)", "BUMI"):
        make_wish(title=title, isbn=ISBN, on=ON)

    assert askers() == {"Bumi": 3}


def test_wish_without_isbn_joins_the_same_title_and_author(db):
    make_wish(title="Laskar Pelangi", author="Andrea Hirata", on=ON)
    make_wish(title="LASKAR  pelangi", author="Hirata, Andrea", on=ON)
    make_wish(title="Laskar Pelangi", author="Orang Lain", on=ON)

    assert sorted(row.askers for row in selectors.demands.demands()) == [1, 2]


def test_same_person_counts_once_for_a_title_and_another_counts(db):
    make_wish(title="Bumi", phone="6281234567890", on=ON)
    with pytest.raises(AskedAlready):
        make_wish(title="Bumi", phone="6281234567890", on=ON)
    make_wish(title="Bumi", phone="6281234567891", on=ON)

    assert askers() == {"Bumi": 2}


def test_sixth_wish_in_a_month_is_refused_and_taken_a_month_later(db):
    for _n in range(suggestions.MOST):
        make_wish(phone="6281234567890", on=ON)
    with pytest.raises(AskedTooOften):
        make_wish(phone="6281234567890", on=ON)

    assert make_wish(phone="6281234567890", on=ON + timedelta(days=31)).pk


def test_joining_counts_together_and_separating_gives_each_its_own_back(db, staff_user):
    by = staff_user(Role.LIBRARIAN)
    one, other = make_wish(title="Bumi Manusia").demand, make_wish(title="Bumi manusia (roman)").demand
    join_demands(demand=other, into=one, by=by)
    assert askers() == {"Bumi Manusia": 2}

    separate_demand(demand=other, by=by)

    assert askers() == {"Bumi Manusia": 1, "Bumi manusia (roman)": 1}
    assert [line.history_user_id for line in other.history.all()][:2] == [by.pk, by.pk]


def test_joined_demand_is_not_joined_again_nor_a_leading_one(db):
    one, other, third = (make_wish().demand for _n in range(3))
    join_demands(demand=other, into=one, by=None)

    for wrong, into in ((other, third), (third, other), (one, third), (third, third)):
        with pytest.raises(CannotJoin):
            join_demands(demand=wrong, into=into, by=None)
    with pytest.raises(CannotJoin):
        separate_demand(demand=one, by=None)


def test_declining_needs_a_reason_that_the_asker_reads(db, client, staff_user):
    wish, by = make_wish(on=ON), staff_user(Role.LIBRARIAN)
    with pytest.raises(ReasonNeeded):
        set_status(demand=wish.demand, status=DemandStatus.DECLINED, by=by, on=ON)

    reason = RefusalReason.objects.get(code="budget")
    set_status(demand=wish.demand, status=DemandStatus.DECLINED, by=by, on=ON, reason=reason)

    page = client.get(f"/usul-buku/status/{wish.code.lower()}/")
    assert reason.text in page.content.decode()
    assert "23 November 2026" in page.content.decode()


def test_colleague_is_told_once_a_step(db, staff_user):
    asker, by = staff_user(Role.SERVICE_OFFICER), staff_user(Role.LIBRARIAN)
    demand = make_wish(by=asker, on=ON).demand
    for status in (DemandStatus.ACCEPTED, DemandStatus.ACCEPTED, DemandStatus.ORDERED):
        set_status(demand=demand, status=status, by=by, on=ON)

    assert Message.objects.filter(recipient=asker).count() == 2
    assert not Message.objects.filter(recipient=by).exists()


def test_text_for_a_patron_waits_until_it_is_marked_as_sent(db, client_as):
    wish = make_wish(phone="6281234567890")
    client = client_as(Role.LIBRARIAN)
    page = f"/staf/koleksi/usulan/{wish.demand_id}/"
    assert "wa.me" not in client.get(page).content.decode()
    client.post(page, {"status": "accepted"})
    assert "https://wa.me/6281234567890?text=" in client.get(page).content.decode()
    assert list(telling.waiting()) == [wish]

    answer = client.post("/staf/koleksi/usulan/kabar/", {"told": f"{wish.pk}:accepted", "demand": wish.demand_id})
    assert answer["Location"] == page

    assert "wa.me" not in client.get(page).content.decode()
    assert not telling.waiting().exists()


def test_contacts_go_half_a_year_after_the_answer_and_the_code_stays(db):
    ended, open_one = make_wish(phone="6281234567890", name="Contoh"), make_wish(phone="6281234567891")
    set_status(demand=ended.demand, status=DemandStatus.AVAILABLE, by=None, on=ON)
    assert forget_contacts(today=ON + suggestions.KEEP_CONTACT) == 0

    assert forget_contacts(today=ON + suggestions.KEEP_CONTACT + timedelta(days=1)) == 1

    ended.refresh_from_db()
    open_one.refresh_from_db()
    assert (ended.name, ended.phone, open_one.phone) == ("", "", "6281234567891")
    assert selectors.demands.by_code(ended.code) == ended


def _race():
    gate, made = Barrier(8), []

    def one():
        try:
            gate.wait()
            made.append(make_wish(title="Rebutan", author="Contoh", on=ON).pk)
        finally:
            connection.close()

    threads = [Thread(target=one) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(made), Demand.objects.filter(title="Rebutan").count()


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_once_make_one_demand():
    assert _race() == (8, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_race_makes_several(monkeypatch, unguarded):
    """Negative control: nobody takes the lock, so the race above proves something."""
    monkeypatch.setattr(suggestions, "one_at_a_time", lambda: None)
    monkeypatch.setattr(suggestions, "demand_for", Meeting(8).after(suggestions.demand_for))
    assert _race() == (8, 8)


class _Deaf:
    """Stands where the lock is asked for and does nothing."""

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

    def execute(self, *args):
        return None


def test_names_of_another_script_and_with_signs_are_demands_of_their_own(db):
    for title in ("فتح القريب", "إحياء علوم الدين", "Pemrograman C++", "Pemrograman C#", "???", "!!!"):
        make_wish(title=title, author="Contoh", on=ON)
    make_wish(title="فتح القريب", author="Contoh", on=ON)

    assert sorted(askers().values()) == [1, 1, 1, 1, 1, 2]


def test_one_wish_is_taken_off_and_joined_again(db, staff_user):
    by = staff_user(Role.LIBRARIAN)
    first = make_wish(title="Bumi", isbn=ISBN, on=ON)
    other = make_wish(title="Bumi Manusia", author="Pramoedya", isbn=ISBN, on=ON)
    demand = first.demand

    own = move_wish(suggestion=other, by=by, on=ON)

    assert askers() == {"Bumi": 1, "Bumi Manusia": 1}
    assert (own.author, own.isbn, own.history.get().history_user_id) == ("Pramoedya", "", by.pk)
    with pytest.raises(WishStandsAlone):
        move_wish(suggestion=first, by=by, on=ON)
    join_demands(demand=own, into=demand, by=by)
    assert askers() == {"Bumi": 2}


def test_a_connection_without_contact_counts_once_for_a_title_and_so_often_in_a_month(db, monkeypatch):
    monkeypatch.setattr(suggestions, "MOST_NAMELESS", 3)
    make_wish(title="Bumi", origin="a" * 16, on=ON)
    with pytest.raises(AskedFromHere):
        make_wish(title="BUMI", origin="a" * 16, on=ON)
    make_wish(title="Bumi", origin="b" * 16, on=ON)
    make_wish(title="Bumi", origin="a" * 16, phone="6281234567890", on=ON)
    assert askers() == {"Bumi": 3}

    make_wish(origin="a" * 16, on=ON)
    make_wish(origin="a" * 16, on=ON)
    with pytest.raises(TooManyFromHere):
        make_wish(origin="a" * 16, on=ON)
    assert make_wish(origin="a" * 16, phone="6281234567891", on=ON).origin == ""
    assert make_wish(origin="a" * 16, on=ON + timedelta(days=31)).pk


def test_demands_that_may_be_one_are_offered_the_likest_first(db):
    for number in range(30):
        make_wish(title=f"Buku Matematika {number:02} SMA")
    twin = make_wish(title="Matematika Diskrit Terapan", author="Rinaldi Munir").demand
    demand = make_wish(title="Matematika Diskret Terapan", author="Rinaldi Munir").demand
    near, _joined = selectors.demands.alike_and_joined(demand, manages=True)
    assert near[0] == twin

    one = make_wish(title="Sapiens", author="Harari").demand
    assert selectors.demands.alike_and_joined(make_wish(title="Sapienz").demand, manages=True)[0] == [one]


@pytest.mark.parametrize(
    ("title", "author", "owned", "possible"),
    [
        ("Laskar Pelangi", "Andrea Hirata", True, []),
        ("laskar pelangi", "", True, []),
        ("Laskar Pelangi", "Hirata", True, []),
        ("Laskar Pelangi", "Orang Lain", False, ["Laskar Pelangi"]),
        ("Laskar Plangi", "Andrea Hirata", False, ["Laskar Pelangi"]),
        ("Laskar Pelangi (novel)", "", False, ["Laskar Pelangi"]),
        ("Laskar Pelangi 2", "", False, []),
        ("Pelangi", "", False, []),
        ("Bumi", "", False, []),
        ("???", "", False, []),
    ],
)
def test_an_owned_title_is_known_under_other_spellings(db, title, author, owned, possible):
    book = make_title("Laskar Pelangi", contributors=["Hirata, Andrea"])
    make_title("Bumi Manusia", contributors=["Pramoedya Ananta Toer"])
    known = known_of(title=title, author=author, isbn="")
    assert known.owned == (book if owned else None)
    assert [row.title for row in known.possible] == possible


@pytest.mark.parametrize(
    ("title", "author", "owned", "possible"),
    [
        ("Sapiens", "", True, []),
        ("sapiens", "Harari", True, []),
        ("Sapiens", "Orang Lain", False, ["Sapiens"]),
        ("Sapienz", "Harari", False, ["Sapiens"]),
        ("Sapien", "", False, ["Sapiens"]),
        ("Homo", "", False, []),
        ("Homo", "Harari", False, ["Homo Deus Riwayat Singkat Masa Depan"]),
    ],
)
def test_a_title_of_one_word_is_known_without_reading_all_that_hold_it(db, title, author, owned, possible):
    book = make_title("Sapiens", contributors=["Harari, Yuval Noah"])
    make_title("Homo Deus Riwayat Singkat Masa Depan", contributors=["Harari, Yuval Noah"])
    make_title("Tentang Homo Sapiens dan Bumi", contributors=["Penulis Lain"])
    renew_words()
    with CaptureQueriesContext(connection) as said:
        known = known_of(title=title, author=author, isbn="")
    assert known.owned == (book if owned else None)
    assert [row.title for row in known.possible] == possible
    assert not [text for text in texts(said) if "%>>" in text]
