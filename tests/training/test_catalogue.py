"""What stands in the catalogue as the next session, what it can be asked for, and when one may ask for a seat."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_competence, make_programme, make_session, make_worker, slot
from tests.pages import assert_same_queries
from training.selectors.catalogue import next_sessions
from training.services.enrolments import EnrolmentClosed, request_seat
from training.services.sessions import Slot
from training.window import misfit_words, window_words

pytestmark = pytest.mark.django_db
CATALOGUE = "/staf/pelatihan/katalog/"


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def around_now(*, begins=-60, ends=60):
    now = timezone.now()
    return Slot(starts_at=now + timedelta(minutes=begins), ends_at=now + timedelta(minutes=ends))


def coming(programme):
    return next_sessions([programme], timezone.now()).get(programme.pk)


def read(client, address):
    return client.get(address).content.decode()


def test_the_next_session_is_one_that_can_still_be_joined():
    programme = make_programme()
    make_session(programme, slots=[around_now(begins=-180, ends=-5)])
    assert coming(programme) is None
    running = make_session(programme, slots=[around_now()], closes_on=today(-1))
    assert (coming(programme).pk, coming(programme).is_running) == (running.pk, True)
    later = make_session(programme, on=today(30), opens_on=today(5))
    assert (coming(programme).pk, coming(programme).is_joinable) == (later.pk, False)
    make_session(programme, on=today(40))
    free = make_session(programme, on=today(35))
    assert (coming(programme).pk, coming(programme).is_joinable) == (free.pk, True)


def test_the_catalogue_says_what_runs_and_what_opens_later(client_as):
    make_session(slots=[around_now()])
    make_session(opens_on=today(3))
    text = read(client_as(Role.LIBRARIAN), CATALOGUE)
    assert "sedang berjalan" in text
    assert "pendaftaran mulai" in text


def test_the_catalogue_is_filtered_by_what_has_a_date_and_what_takes_requests(client_as):
    undated, dated, joinable, over = (make_programme(title=f"Pelatihan {word}") for word in "ABCD")
    make_session(dated, closes_on=today(-1))
    make_session(joinable)
    make_session(over, slots=[around_now(begins=-180, ends=-5)])
    client = client_as(Role.LIBRARIAN)

    def found(when):
        page = client.get(f"{CATALOGUE}?when={when}")
        return {row.pk for row in page.context["programmes"]}

    assert found("") == {undated.pk, dated.pk, joinable.pk, over.pk}
    assert found("date") == {dated.pk, joinable.pk}
    assert found("open") == {joinable.pk}
    excel = client.get(f"{CATALOGUE}excel/?when=open")
    assert excel.status_code == 200


def test_a_competence_chosen_is_named_and_kept(client_as):
    unit, other, unaimed = make_competence(title="Melayani rujukan"), make_competence(), make_competence(title="Sepi")
    aimed = make_programme(competences=[unit])
    make_programme(competences=[other])
    client = client_as(Role.LIBRARIAN)
    page = client.get(f"{CATALOGUE}?competence={unit.pk}")
    assert [row.pk for row in page.context["programmes"]] == [aimed.pk]
    text = page.content.decode()
    assert f'<option value="{unit.pk}" selected>' in text
    assert f"Pelatihan yang menyasar “{unit}”." in text
    assert f"Pelatihan yang menyasar “{unaimed}”." in read(client, f"{CATALOGUE}?competence={unaimed.pk}")
    assert "menyasar" not in read(client, f"{CATALOGUE}?competence=99999999")


def test_the_filtered_catalogue_costs_the_same_for_one_and_three(client_as):
    unit = make_competence()

    def one():
        make_session(make_programme(competences=[unit]))

    address = f"{CATALOGUE}?competence={unit.pk}&when=open"
    assert_same_queries(client_as(Role.LIBRARIAN), address, one)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ({}, "dibuka"),
        ({"closes_on": 3}, "dibuka sampai "),
        ({"opens_on": 3}, "dibuka mulai "),
        ({"closes_on": -2}, "sudah ditutup; terbuka sampai "),
    ],
)
def test_not_open_yet_and_closed_read_differently(window, words):
    session = make_session(**{name: today(days) for name, days in window.items()})
    assert window_words(session, on=today(), is_over=False).startswith(words)


def test_open_no_longer_than_the_training_lasts():
    session = make_session(on=today(5), closes_on=today(9))
    last = make_session(on=today(5), closes_on=today(5))
    assert window_words(session, on=today(), is_over=False) == window_words(last, on=today(), is_over=False)


def test_after_the_last_meeting_there_is_no_form(client_as):
    person = make_worker(Role.DIVISION_HEAD)
    over = make_session(slots=[around_now(begins=-180, ends=-5)])
    running = make_session(slots=[around_now(begins=-180, ends=-5), around_now(begins=60, ends=120)])
    client = client_as(person.user)
    text = read(client, f"/staf/pelatihan/sesi/{over.pk}/")
    assert "Minta tempat" not in text
    assert "pertemuan terakhir sudah selesai" in text
    assert "daftar-unit" not in text
    assert "Minta tempat" in read(client, f"/staf/pelatihan/sesi/{running.pk}/")


def test_a_request_before_its_day_is_told_the_day():
    session, person = make_session(opens_on=today(4)), make_worker()
    with pytest.raises(EnrolmentClosed, match="dibuka mulai"):
        request_seat(session=session, profile=person, by=person.user, at=timezone.now())


def test_planners_are_warned_when_enrolment_outlasts_the_training(client_as):
    late = make_session(on=today(5), closes_on=today(9))
    never = make_session(on=today(5), opens_on=today(6))
    fits = make_session(on=today(5), closes_on=today(5), slots=[slot(today(5), 15)])
    assert "padahal pelatihan berakhir" in misfit_words(late)
    assert "sesudah hari terakhir" in misfit_words(never)
    assert misfit_words(fits) == ""
    address = f"/staf/pelatihan/sesi/{late.pk}/"
    assert "padahal pelatihan berakhir" in read(client_as(Role.DIVISION_HEAD), address)
    assert "padahal pelatihan berakhir" not in read(client_as(Role.LIBRARIAN), address)


def test_the_page_of_a_programme_says_of_each_session_when_one_may_ask(client_as):
    programme = make_programme()
    make_session(programme, opens_on=today(3))
    make_session(programme, slots=[around_now(begins=-180, ends=-5)])
    text = read(client_as(Role.LIBRARIAN), f"/staf/pelatihan/program/{programme.pk}/")
    assert "Pendaftaran: dibuka mulai" in text
    assert "Pendaftaran: ditutup; pertemuan terakhir sudah selesai" in text
    assert text.count("Pendaftaran: ") == 2
