"""Reading challenges: a class at one press, a family behind its link, badges, certificates, names that go."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from baubau_pembinaan.libraries import switches
from outreach import selectors
from outreach.links import reading_path
from outreach.models import ChallengeBadge, ConsentText, Reader, ReadingLog, ReadingParty
from outreach.services import reading as deeds
from outreach.services import reading_log
from outreach.services.party import ConsentMissing
from outreach.services.reading import Amount
from tests.factories.outreach import make_challenge, make_reading_party
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def read(party, books=1, **fields):
    amount = Amount(books, fields.pop("minutes", 0), fields.pop("activities", 0))
    day = fields.pop("day", timezone.localdate())
    return reading_log.log_reading(
        **{"party": party, "numbers": None, "day": day, "amount": amount, "at": timezone.now(), **fields}
    )


def page(party) -> str:
    return f"/staf/kegiatan/pembaca/{party.pk}/"


def test_a_class_of_25_noted_at_once_gives_25_rows(client_as):
    desk, challenge = client_as("Petugas layanan"), make_challenge()
    words = re.search(
        r'name="words" value="([^"]+)"', desk.get(f"/staf/kegiatan/tantangan/{challenge.pk}/ikut/").content.decode()
    )[1]
    form = {"sebagai": "kelas", "name": "SD Contoh 4B", "size": "25", "band": "anak", "words": words}
    response = desk.post(f"/staf/kegiatan/tantangan/{challenge.pk}/ikut/", form)
    party = ReadingParty.objects.get()
    assert response.url == page(party)
    assert set(Reader.objects.values_list("nickname", flat=True)) == {""}
    entry = {"day": timezone.localdate(), "books": "2", "press": uuid4()}
    assert desk.post(page(party), entry).status_code == 302
    desk.post(page(party), entry)  # the button pressed twice
    assert ReadingLog.objects.count() == 25
    assert {log.noted_by for log in ReadingLog.objects.all()} == {desk.user}
    desk.post(page(party), entry | {"press": uuid4(), "who": ["3", "7"]})
    assert ReadingLog.objects.count() == 27
    band = selectors.reading.bands(challenge)[0]
    assert (band.readers, band.books, band.finished) == (25, 54, 2)


def test_a_child_without_an_account_reads_behind_the_familys_link(client):
    challenge = make_challenge()
    address = f"/tantangan-baca/{challenge.pk}/ikut/"
    token = re.search(r'name="token" value="([^"]+)"', client.get(address).content.decode())[1]
    form = {"token": token, "sebagai": "keluarga", "name": "Ibu Contoh", "nickname1": "Ayu", "band1": "anak"}
    with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False):
        refused = client.post(address, form)
        assert refused.status_code == 422  # the guardian has not agreed
        assert client.post(address, form | {"agreed": "on"}).status_code == 422  # who agreed has a name
        agreed = form | {"name": "Keluarga Contoh", "agreed": "on", "agreed_by": "Ibu Contoh"}
        joined = client.post(address, agreed)
        assert client.post(address, agreed).url == joined.url
    party = ReadingParty.objects.get()
    assert (party.agreed_by, party.text.purpose) == ("Ibu Contoh", "ikut")
    client.post(joined.url, {"day": timezone.localdate(), "books": "3", "press": uuid4()})
    html = client.get(joined.url).content.decode()
    assert "Selesai" in html
    reading_log.give_certificates(party=party, by=None, at=timezone.now())
    paper = client.get(f"{joined.url}piagam/1/")
    assert paper.content.startswith(b"%PDF")
    client.post(f"{joined.url}hapus/", {"sure": "yes"})
    assert client.get(joined.url).status_code == 404
    assert not Reader.objects.exclude(nickname="").exists()
    assert ReadingLog.objects.count() == 1  # what was read stays as a number
    assert client.get(f"/tantangan-baca/catatan/{party.link_key}:forged/").status_code == 404


def test_a_robot_and_a_stale_form_take_nobody_in(client):
    challenge = make_challenge()
    address = f"/tantangan-baca/{challenge.pk}/ikut/"
    token = re.search(r'name="token" value="([^"]+)"', client.get(address).content.decode())[1]
    form = {"sebagai": "orang", "name": "X", "nickname1": "X", "band1": "anak", "agreed": "on", "agreed_by": "X"}
    assert client.post(address, form | {"token": token}).status_code == 429
    assert client.post(address, form | {"token": "forged"}).status_code == 422
    assert not ReadingParty.objects.exists()


def test_the_goal_of_the_age_finishes_and_each_certificate_has_its_number(staff_user):
    desk = staff_user("Petugas layanan")
    badge = ChallengeBadge(name="Lembar pertama", measure="buku", amount=1)
    far = ChallengeBadge(name="Jauh", measure="buku", amount=50)
    goals = {"anak": Amount(books=2, minutes=60), "remaja": Amount(books=5)}
    challenge = make_challenge(goals, badges=[badge, far])
    party = make_reading_party(challenge, readers=[("Ayu", "anak"), ("Rian", "remaja")])
    read(party, 2, by=desk)
    assert not Reader.objects.filter(finished_on__isnull=False).exists()
    read(party, 0, minutes=60, by=desk, day=timezone.localdate() - timedelta(days=1))
    ayu, rian = Reader.objects.order_by("number")
    assert ayu.finished_on == timezone.localdate() - timedelta(days=1)
    assert ayu.certificate.text
    assert rian.certificate is None
    read(party, 3, by=desk)
    numbers = Reader.objects.values_list("certificate__sequence", flat=True)
    assert len(set(numbers)) == 2
    assert None not in numbers
    [first, _second] = selectors.reading.progress_of(*_whole(party))
    assert (first.percent, [badge.name for badge in first.badges]) == (100, ["Lembar pertama"])


def _whole(party):
    found = selectors.reading.party_for_page(pk=party.pk)
    return found, found.challenge


def test_what_a_family_notes_itself_waits_for_a_look_before_a_number_is_given(client, client_as):
    desk, party = client_as("Petugas layanan"), make_reading_party(size=2)
    read(party, 3)
    assert {reader.certificate for reader in party.readers.all()} == {None}
    assert client.get(f"{reading_path(party)}piagam/1/").status_code == 404
    assert "setelah petugas melihat catatannya" in client.get(reading_path(party)).content.decode()
    listed = desk.get(f"/staf/kegiatan/tantangan/{party.challenge_id}/?periksa=1").content.decode()
    assert page(party) in listed
    for _twice in range(2):
        assert desk.post(f"{page(party)}piagam/").status_code == 302
    assert party.readers.filter(certificate__isnull=False).count() == 2
    assert client.get(f"{reading_path(party)}piagam/1/").content.startswith(b"%PDF")
    listed = desk.get(f"/staf/kegiatan/tantangan/{party.challenge_id}/?periksa=1").content.decode()
    assert page(party) not in listed


def test_an_entry_taken_back_takes_the_goal_back_where_no_certificate_rests_on_it():
    party = make_reading_party(size=2)
    [*wrong] = read(party, 3)
    assert party.readers.filter(finished_on=None).count() == 0
    reading_log.take_back(party=party, press=wrong[0].press)
    assert party.readers.filter(finished_on=None).count() == 2


def test_a_reader_reads_so_much_a_day_and_a_colleague_may_note_more(staff_user):
    party = make_reading_party()
    most, yesterday = reading_log.A_DAY, timezone.localdate() - timedelta(days=1)
    read(party, most.books - 1)
    with pytest.raises(reading_log.TooMuchForADay):
        read(party, 2)
    with pytest.raises(reading_log.TooMuchForADay):
        read(party, 0, minutes=most.minutes + 1, day=yesterday)
    read(party, 1)
    read(party, most.books, day=yesterday)
    read(party, 30, by=staff_user("Petugas layanan"))
    assert sum(ReadingLog.objects.values_list("books", flat=True)) == most.books * 2 + 30


def _twice_at_once(deed) -> list[str]:
    """Two presses of one button meet at the barrier; what went wrong."""
    gate, problems = Barrier(2), []

    def one(_number: int) -> None:
        try:
            gate.wait(60)
            deed()
        except Exception as error:
            problems.append(type(error).__name__)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    return problems


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_count_once():
    party = make_reading_party(size=2)
    for _again in range(5):
        press = uuid4()
        assert _twice_at_once(lambda press=press: read(party, press=press)) == []
    assert ReadingLog.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_a_family_that_presses_twice_joins_once():
    challenge = make_challenge()
    for number in range(5):
        assert _twice_at_once(lambda n=number: make_reading_party(challenge, nonce=f"n{n}")) == []
    assert ReadingParty.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_without_the_locks_the_second_press_is_an_error(monkeypatch):
    """The negative control."""
    party, challenge, press, meeting = make_reading_party(), make_challenge(), uuid4(), Barrier(2)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)
    note, take_in = ReadingLog.objects.bulk_create, ReadingParty.objects.create

    def together(deed):
        def both(*args, **kwargs):
            meeting.wait(60)
            return deed(*args, **kwargs)

        return both

    monkeypatch.setattr(ReadingLog.objects, "bulk_create", together(note))
    assert _twice_at_once(lambda: read(party, press=press)) == ["IntegrityError"]
    monkeypatch.setattr(ReadingParty.objects, "create", together(take_in))
    assert _twice_at_once(lambda: make_reading_party(challenge, nonce="n")) == ["IntegrityError"]


def test_days_outside_and_empty_entries_are_refused():
    party, today = make_reading_party(), timezone.localdate()
    for day in (today + timedelta(days=1), today - timedelta(days=11)):
        with pytest.raises(reading_log.DayOutside):
            read(party, day=day)
    with pytest.raises(reading_log.NothingRead):
        read(party, 0)
    read(party, day=today - timedelta(days=10))
    assert ReadingLog.objects.count() == 1


def test_a_wrong_entry_goes_until_a_certificate_rests_on_it(client_as):
    desk, party = client_as("Petugas layanan"), make_reading_party()
    [wrong] = read(party, 2)
    assert desk.post(f"{page(party)}batal/{wrong.press}/").status_code == 302
    assert not ReadingLog.objects.exists()
    [right] = read(party, 3, by=desk.user)
    desk.post(f"{page(party)}batal/{right.press}/")
    assert ReadingLog.objects.exists()
    assert desk.post(f"{page(make_reading_party())}batal/{right.press}/").status_code == 404


def test_children_need_a_guardian_and_a_closed_challenge_takes_nobody():
    challenge = make_challenge({"anak": Amount(books=1), "dewasa": Amount(books=1)})
    with pytest.raises(ConsentMissing):
        make_reading_party(challenge, agreed_by="")
    make_reading_party(challenge, agreed_by="", readers=[("Ibu", "dewasa")])
    with pytest.raises(deeds.NoGoalForAge):
        make_reading_party(challenge, readers=[("Kak", "pemuda")])
    with pytest.raises(deeds.ChallengeClosed):
        make_reading_party(make_challenge(is_published=False))


def test_words_a_reading_family_agreed_to_never_change(client_as):
    admin, party = client_as("Administrator"), make_reading_party()
    unused = ConsentText.objects.create(purpose="ikut", version=9, text="Kelak", valid_from="2099-01-01")
    for text, may_change in ((party.text, False), (unused, True)):
        html = admin.get(f"/admin/outreach/consenttext/{text.pk}/change/").content.decode()
        assert ('name="text"' in html) is may_change


def test_a_goal_in_use_changes_but_does_not_go(client_as):
    planner, challenge = client_as("Pustakawan"), make_challenge()
    form = {
        "title": "Baru", "starts_on": challenge.starts_on, "ends_on": challenge.ends_on, "is_published": "on",
        "anak_books": "3", "badge_lines": "Penjelajah | buku | 5",
    }  # fmt: skip
    address = f"/staf/kegiatan/tantangan/{challenge.pk}/ubah/"
    assert planner.post(address, form | {"badge_lines": "Penjelajah 5"}).status_code == 200
    assert planner.post(address, form | {"anak_books": ""}).status_code == 200
    make_reading_party(challenge)
    assert planner.post(address, form | {"anak_books": "", "remaja_books": "2"}).status_code == 200
    assert planner.post(address, form | {"anak_books": "4"}).status_code == 302
    assert challenge.goals.get().books == 4
    assert challenge.badges.get().name == "Penjelajah"


def test_names_go_after_the_term_and_the_numbers_stay():
    party = make_reading_party(size=2)
    read(party)
    assert deeds.forget_names(at=timezone.now()) == 0
    assert deeds.forget_names(at=timezone.now() + timedelta(days=2000)) == 1
    party.refresh_from_db()
    assert (party.name, party.agreed_by, ReadingLog.objects.count()) == ("", "", 2)


def test_the_switch_hides_the_way_in(client, client_as, django_capture_on_commit_callbacks):
    make_challenge()
    assert "/tantangan-baca/" not in client.get("/kegiatan/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        switches.turn("reading_challenge", True, by=None)
    assert "/tantangan-baca/" in client.get("/kegiatan/").content.decode()
    assert "/staf/kegiatan/tantangan/" in client_as("Pustakawan").get("/staf/kegiatan/").content.decode()


def test_the_pages_cost_the_same_for_one_and_three(client, client_as):
    staff, challenge = client_as("Pustakawan"), make_challenge()
    party = make_reading_party(challenge)

    def more():
        read(make_reading_party(challenge, size=2))
        read(party, 0, minutes=1)
        make_challenge()

    for address in ("/staf/kegiatan/tantangan/", f"/staf/kegiatan/tantangan/{challenge.pk}/", page(party)):
        assert_same_queries(staff, address, more)
    assert_same_queries(client, "/tantangan-baca/", more)
    assert_same_queries(client, reading_path(party), more)
    assert staff.get(f"/staf/kegiatan/tantangan/{challenge.pk}/excel/").status_code == 200


def test_one_book_is_not_called_books_in_english(client):
    make_challenge(badges=[ChallengeBadge(name="Lembar pertama", measure="buku", amount=1)])
    client.cookies["bahasa"] = "en"
    page = " ".join(client.get("/tantangan-baca/").content.decode().split())
    assert "Lembar pertama: 1 book</li>" in page and "1 books" not in page


def test_what_a_challenge_is_about_is_paragraphs_of_plain_words(client):
    make_challenge(about="Baca <b>apa saja</b>.\n\nCatat di sini.")
    page = client.get("/tantangan-baca/").content.decode()
    assert "<p>Baca &lt;b&gt;apa saja&lt;/b&gt;.</p>" in page and "<p>Catat di sini.</p>" in page
