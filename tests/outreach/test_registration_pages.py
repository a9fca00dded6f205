"""The registration's pages: for patrons behind a link, for staff at the desk, against bots and forged links."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone

from outreach.choices import QueueMode, RegistrationStatus
from outreach.links import GUARDIAN, SELF, guardian_url, self_service_path
from outreach.models import ConsentText, EventQuestion, Notice, Registration, RegistrationPolicy
from outreach.services import own_data, registering
from outreach.services.changing import change_party
from outreach.services.party import Person, PersonAgreedTo
from outreach.services.registering import register
from tests.factories.outreach import make_event, make_party, make_registration, make_session
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def address(session) -> str:
    return f"/kegiatan/tanggal/{session.pk}/daftar/"


def fill(client, session, *, wait: float = 10, kind: str = "orang", **fields):
    """Open the form, read it for `wait` seconds, send it."""
    html = client.get(f"{address(session)}?sebagai={kind}").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html)[1]
    data = {
        "token": token, "sebagai": kind, "name": "Warga Contoh", "phone": "0812 3456 7890", "nickname1": "Contoh",
        "band1": "dewasa", "age": "adult", "photo": "no", **fields,
    }  # fmt: skip
    with time_machine.travel(timezone.now() + timedelta(seconds=wait), tick=False):
        return client.post(address(session), data)


def words_on(client, path) -> str:
    """Which words of consent stand on the page, as its forms send it back."""
    return re.search(r'name="words" value="([^"]+)"', client.get(path).content.decode())[1]


def guardian_path(row) -> str:
    return "/" + guardian_url(row).split("/", 3)[3]


def make_minor(session=None, **fields):
    """Somebody younger than 17 who registered alone; the guardian's answer is awaited."""
    party = make_party(band="remaja", age="younger", guardian_name="Ibu", guardian_phone="62811", **fields)
    return register(session=session or make_session(make_event(seats=5)), party=party, at=timezone.now())


def test_a_form_says_at_once_all_that_is_missing(client):
    session = make_session(make_event(seats=5))
    html = fill(client, session, phone="", band1="anak").content.decode()
    assert "Tulis nomor telepon" in html
    assert "Orang tua atau wali harus mengizinkan" in html


def test_phones_are_shown_as_people_write_them(client, client_as):
    row = make_minor(phone="6281277770001")
    desk = client_as("Petugas layanan").get(reverse("outreach:registration-detail", args=[row.pk]))
    for page in (client.get(self_service_path(row)), desk):
        assert "0812-7777-0001" in page.content.decode()


def test_a_person_registers_without_script_and_sees_where_it_stands(client):
    session = make_session(make_event(seats=1))
    response = fill(client, session)
    assert response.status_code == 302
    html = client.get(response.url).content.decode()
    assert "Anda mendapat 1 kursi" in html
    assert fill(client, session, phone="0812 0000 0002").status_code == 302
    assert Registration.objects.get(phone="6281200000002").is_waiting


def test_the_form_puts_nobody_down_as_a_child_unasked(client):
    session = make_session(make_event(seats=5))
    html = client.get(f"{address(session)}?sebagai=orang").content.decode()
    assert re.search(r'<select name="band1"[^>]*>\s*<option value="" selected>', html)
    assert html.index('name="nickname1"') < html.index('name="guardian_name"') < html.index('name="needs"')
    assert "Hanya bila Anda berusia 17 tahun atau lebih muda" in html
    response = fill(client, session, band1="")
    assert response.status_code == 422
    assert not Registration.objects.exists()


def test_a_family_is_one_registration(client):
    session = make_session(make_event(seats=5))
    fill(client, session, kind="keluarga", nickname2="Adik", band2="anak", attendance="on")
    row = Registration.objects.get()
    assert (row.seats, [p.nickname for p in row.participants.all()]) == (2, ["Contoh", "Adik"])


def test_a_class_gives_numbers_and_no_names(client):
    session = make_session(make_event(seats=40, takes_groups=True))
    fill(client, session, kind="kelas", school="SD Contoh", size="25", group_band="anak")
    row = Registration.objects.get()
    assert (row.seats, row.school, row.participants.count()) == (25, "SD Contoh", 0)


def test_a_child_needs_the_box_and_words_come_back(client):
    session = make_session(make_event(seats=5))
    response = fill(client, session, band1="anak", nickname1="Bunga")
    assert response.status_code == 422
    assert "Bunga" in response.content.decode()
    assert not Registration.objects.exists()
    assert fill(client, session, band1="anak", attendance="on").status_code == 302


def test_a_young_person_must_name_a_guardian(client):
    session = make_session(make_event(seats=5))
    assert fill(client, session, age="younger", band1="remaja").status_code == 422
    guardian = {"guardian_name": "Ibu Contoh", "guardian_phone": "0812 9999 0000"}
    assert fill(client, session, age="younger", band1="remaja", **guardian).status_code == 302
    assert Registration.objects.get().awaits_guardian


def test_the_events_own_questions_are_asked_and_kept(client):
    event = make_event(seats=5)
    size = EventQuestion.objects.create(event=event, text="Ukuran kaus", options="S\nM", is_required=True)
    session = make_session(event)
    assert fill(client, session).status_code == 422
    assert fill(client, session, **{f"q{size.pk}": "XL"}).status_code == 422
    assert fill(client, session, **{f"q{size.pk}": "M"}).status_code == 302
    assert Registration.objects.get().answers.get().text == "M"


@pytest.mark.parametrize("odd", [{"website": "http://x"}, {"wait": 1}])
def test_bots_are_held_aside_and_take_no_seat(client, odd):
    session = make_session(make_event(seats=1))
    assert fill(client, session, **odd).status_code == 302
    assert Registration.objects.get().status == RegistrationStatus.HELD_ASIDE
    session.refresh_from_db()
    assert session.seats_taken == 0


def test_a_crowd_from_one_connection_is_held_aside_then_refused(client, monkeypatch):
    RegistrationPolicy.objects.create(valid_from=timezone.localdate(), crowd=2)
    monkeypatch.setattr("outreach.views.registering.REFUSED_ABOVE", 4)
    session = make_session(make_event(seats=50))
    answers = [fill(client, session, phone=f"0812 0000 100{n}").status_code for n in range(6)]
    assert answers == [302, 302, 302, 302, 429, 429]
    assert Registration.objects.filter(status=RegistrationStatus.REGISTERED).count() == 2
    assert Registration.objects.filter(status=RegistrationStatus.HELD_ASIDE).count() == 2


def test_one_class_takes_no_hall_without_a_look(client, client_as):
    RegistrationPolicy.objects.create(valid_from=timezone.localdate(), crowd_seats=60)
    session = make_session(make_event(seats=200, takes_groups=True))
    school = {"kind": "kelas", "school": "SD Contoh", "group_band": "anak"}
    fill(client, session, phone="0812 0000 1000", size="200", **school)
    big = Registration.objects.get()
    assert big.status == RegistrationStatus.HELD_ASIDE
    session.refresh_from_db()
    assert session.seats_taken == 0
    client_as("Petugas layanan").post(f"/staf/kegiatan/pendaftaran/{big.pk}/setujui/")
    big.refresh_from_db()
    assert big.has_seat


def test_seats_of_one_connection_are_counted_together(client):
    RegistrationPolicy.objects.create(valid_from=timezone.localdate(), crowd_seats=60)
    session = make_session(make_event(seats=200, takes_groups=True))
    school = {"kind": "kelas", "school": "SD Contoh", "group_band": "anak"}
    for number, size in enumerate((40, 20, 5)):
        fill(client, session, size=str(size), phone=f"0812 0000 200{number}", **school)
    rows = Registration.objects.order_by("pk").values_list("status", flat=True)
    assert list(rows) == [RegistrationStatus.REGISTERED] * 2 + [RegistrationStatus.HELD_ASIDE]


def test_a_stranger_learns_nothing_of_a_number_and_its_owner_does(client, client_as):
    RegistrationPolicy.objects.create(valid_from=timezone.localdate(), absences=1)
    missed = make_session(make_event(seats=5), days=-5)
    make_registration(missed, phone="6281200000009", email="absen@example.org", no_show=True)
    session = make_session(make_event(seats=5))
    register(session=session, party=make_party(phone="6281200000008", email="ada@example.org"), at=timezone.now())
    known, paused = fill(client, session, phone="0812 0000 0008"), fill(client, session, phone="0812 0000 0009")
    for answer in (known, paused):
        assert answer.status_code == 422
        html = answer.content.decode()
        assert "tidak dapat menerima pendaftaran ini" in html
        assert "sudah terdaftar" not in html
        assert "beberapa kali" not in html
    told = Notice.objects.filter(key__startswith="known.")
    assert {row.email: "/kegiatan/pendaftaran/" in row.body for row in told} == {
        "ada@example.org": True, "absen@example.org": True,
    }  # fmt: skip
    assert "beberapa kali" in told.get(email="absen@example.org").body
    fill(client, session, phone="0812 0000 0008")
    assert told.count() == 2  # once a day
    desk, add = client_as("Petugas layanan"), f"/staf/kegiatan/tanggal/{session.pk}/daftarkan/"
    form = {
        "sebagai": "orang", "name": "X", "phone": "0812 0000 0008", "nickname1": "X", "band1": "dewasa",
        "photo": "no", "source": "meja", "way": "kertas", "words": words_on(desk, add),
    }  # fmt: skip
    assert "sudah terdaftar" in desk.post(add, form).content.decode()


def test_a_forged_or_old_form_token_asks_to_send_again(client):
    session, other = make_session(make_event(seats=5)), make_session(make_event(seats=5))
    assert fill(client, session, token="palsu").status_code == 422
    html = client.get(address(other)).content.decode()
    assert fill(client, session, token=re.search(r'name="token" value="([^"]+)"', html)[1]).status_code == 422
    assert fill(client, session, wait=13 * 3600).status_code == 422
    assert not Registration.objects.exists()


def test_markup_in_a_name_is_shown_as_text(client):
    session = make_session(make_event(seats=5))
    html = client.get(fill(client, session, nickname1="<b>x</b>").url).content.decode()
    assert "<b>x</b>" not in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html


# --- The link --------------------------------------------------------------------------------------------------------


def test_the_link_cancels_changes_and_forgets(client):
    session = make_session(make_event(seats=2))
    row = register(session=session, party=make_party(2), at=timezone.now())
    path = self_service_path(row)
    change = {"nickname1": "Satu", "band1": "dewasa", "needs": "Kursi roda"}
    assert client.post(f"{path}ubah/", change).status_code == 302
    row.refresh_from_db()
    assert (row.seats, row.needs, row.name) == (1, "Kursi roda", row.name)
    assert "Kursi roda" in client.get(path).content.decode()
    client.post(f"{path}batal/", {"sure": "yes"})
    row.refresh_from_db()
    assert row.status == RegistrationStatus.CANCELLED
    assert client.post(f"{path}hapus/", {"sure": "yes"}).status_code == 200
    assert client.get(path).status_code == 404


def test_a_wrong_old_or_revoked_link_is_an_unknown_page(client):
    row = make_registration()
    good = self_service_path(row)
    assert client.get(good).status_code == 200
    wrong = [
        "/kegiatan/pendaftaran/abc/",
        f"/kegiatan/pendaftaran/{row.link_key}/",
        good[:-2] + ("a/" if good[-2] != "a" else "b/"),
        f"/kegiatan/pendaftaran/{Signer(salt=GUARDIAN).sign(row.link_key)}/",
        f"/kegiatan/pendaftaran/{Signer(salt=SELF).sign('x' * 22)}/",
    ]
    assert [client.get(path).status_code for path in wrong] == [404] * 5
    own_data.renew_link(registration=row)
    assert client.get(good).status_code == 404
    row.refresh_from_db()
    with time_machine.travel(row.session.ends_at + timedelta(days=31), tick=False):
        assert client.get(self_service_path(row)).status_code == 404
    assert client.get(self_service_path(row)).status_code == 200
    assert client.post(f"{self_service_path(row)}apa/").status_code == 404


def test_an_invited_person_takes_the_seat_by_the_link(client):
    session = make_session(make_event(seats=1, queue_mode=QueueMode.INVITATION))
    first, second = (register(session=session, party=make_party(), at=timezone.now()) for _n in range(2))
    registering.cancel(registration=first, at=timezone.now())
    html = client.get(self_service_path(second)).content.decode()
    assert "Ada kursi untuk Anda" in html
    client.post(f"{self_service_path(second)}terima/")
    second.refresh_from_db()
    assert second.has_seat


def test_a_guardian_says_yes_by_link_with_photos_apart(client):
    session = make_session(make_event(seats=1))
    party = make_party(band="remaja", age="younger", guardian_name="Ibu", guardian_phone="62811")
    row = register(session=session, party=party, at=timezone.now())
    path = guardian_url(row).removeprefix("http://127.0.0.1:8000")
    path = path[path.index("/kegiatan/") :]
    assert "Ibu" in client.get(path).content.decode()
    words = words_on(client, path)
    assert client.post(path, {"name": "", "answer": "yes", "words": words}).status_code == 422
    assert client.post(path, {"name": "Ibu", "answer": "yes", "photo": "no", "words": words}).status_code == 302
    row.refresh_from_db()
    assert row.has_seat
    assert {c.text.purpose: c.is_given for c in row.consents.all()} == {"ikut": True, "foto": False}
    assert "Anda telah mengizinkan" in client.get(path).content.decode()
    assert client.post(path, {"name": "Ibu", "answer": "no"}).status_code == 422


def test_photos_are_withdrawn_by_the_link(client):
    row = register(session=make_session(make_event(seats=1)), party=make_party(photo=True), at=timezone.now())
    client.post(f"{self_service_path(row)}foto/", {"photo": "no"})
    assert not row.consents.get().holds


def test_no_public_page_lists_who_comes(client):
    row = make_registration(name="Nama Rahasia")
    row.participants.create(nickname="Panggilan Rahasia", age_band="anak")
    for path in (f"/kegiatan/{row.session.event_id}/", address(row.session), "/kegiatan/"):
        assert "Rahasia" not in client.get(path).content.decode()


# --- A guardian decides, nobody instead ------------------------------------------------------------------------------


def test_a_minor_says_no_to_photos_but_never_yes(client):
    row = make_minor()
    path = self_service_path(row)
    words = words_on(client, guardian_path(row))
    client.post(guardian_path(row), {"name": "Ibu", "answer": "yes", "photo": "no", "words": words})
    client.post(f"{path}foto/", {"photo": "yes", "words": words})
    assert not any(c.holds for c in row.consents.filter(text__purpose="foto"))
    client.post(f"{guardian_path(row)}foto/", {"photo": "yes", "words": words})
    photo = row.consents.get(text__purpose="foto", is_given=True)
    assert (photo.name, photo.way, photo.holds) == ("Ibu", "tautan", True)
    client.post(f"{path}foto/", {"photo": "no"})
    photo.refresh_from_db()
    assert not photo.holds


def test_a_minor_who_changes_the_registration_still_waits_for_the_guardian(client):
    row = make_minor()
    path = f"{self_service_path(row)}ubah/"
    assert 'name="attendance"' not in client.get(path).content.decode()
    change = {"nickname1": "Baru", "band1": "anak", "attendance": "on", "words": words_on(client, path)}
    assert client.post(path, change).status_code == 302
    row.refresh_from_db()
    assert row.awaits_guardian
    assert not row.consents.exists()


def test_nobody_else_comes_under_a_guardians_yes(client):
    """The other child would have no consent of anybody; what else the registration says still changes."""
    row = make_minor()
    path = f"{self_service_path(row)}ubah/"
    assert "Contoh0 (" in client.get(guardian_path(row)).content.decode()
    words = words_on(client, guardian_path(row))
    client.post(guardian_path(row), {"name": "Ibu", "answer": "yes", "photo": "yes", "words": words})
    assert client.get(path).content.decode().count(" disabled") == 2
    client.post(path, {"nickname1": "Anak lain", "band1": "paud", "needs": "Kursi roda"})
    row.refresh_from_db()
    assert (row.has_seat, row.needs) == (True, "Kursi roda")
    assert list(row.participants.values_list("nickname", "age_band")) == [("Contoh0", "remaja")]
    party = make_party(band="remaja")
    for person in (Person("Anak lain", "remaja"), Person("Contoh0", "paud")):
        with pytest.raises(PersonAgreedTo):
            change_party(registration=row, party=replace(party, people=[person]), at=timezone.now())


def test_a_grown_ups_own_words_count_as_their_own(client):
    """The twin of the two above; a person of 17 decides alone and is named, not the guardian."""
    party = make_party(age="17", band="pemuda", guardian_name="Ibu", guardian_phone="62811")
    row = register(session=make_session(make_event(seats=5)), party=party, at=timezone.now())
    path = self_service_path(row)
    client.post(f"{path}foto/", {"photo": "yes", "words": words_on(client, path)})
    assert row.consents.get().name == row.name


def test_a_minor_held_aside_waits_for_the_guardian_after_the_look(client_as):
    desk, session = client_as("Petugas layanan"), make_session(make_event(seats=5))
    party = make_party(band="remaja", age="younger", guardian_name="Ibu", guardian_phone="62811")
    row = register(session=session, party=party, at=timezone.now(), held_aside=True)
    desk.post(f"/staf/kegiatan/pendaftaran/{row.pk}/setujui/")
    row.refresh_from_db()
    assert row.awaits_guardian
    assert row.notices.get().key == "guardian"


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "kelas", "school": "SD", "size": "1", "group_band": "anak"},
        {"kind": "kelas", "school": "SD", "size": "25", "group_band": "anak", "age": "younger"},
        {"age": "17", "band1": "anak", "attendance": "on", "guardian_name": "Ibu", "guardian_phone": "0812 9999 0000"},
        {"kind": "keluarga", "age": "younger", "nickname2": "Adik", "band2": "anak", "attendance": "on"},
        {"kind": "keluarga", "age": None, "nickname2": "Adik", "band2": "anak", "attendance": "on"},
    ],
)
def test_nobody_gets_past_the_guardian_at_the_door(client, form):
    session = make_session(make_event(seats=40, takes_groups=True))
    fields = {"attendance": "", **form}
    if form.get("age", "") is None:
        fields["age"] = ""
    assert fill(client, session, **fields).status_code == 422
    assert not Registration.objects.exists()


def test_staff_take_a_small_class_in(client_as):
    desk, session = client_as("Petugas layanan"), make_session(make_event(seats=40, takes_groups=True))
    add = f"/staf/kegiatan/tanggal/{session.pk}/daftarkan/"
    form = {
        "sebagai": "kelas", "name": "Ibu Guru", "school": "SLB Contoh", "size": "3", "group_band": "anak",
        "source": "meja", "words": words_on(desk, add),
    }  # fmt: skip
    assert desk.post(add, form).status_code == 302


def test_a_guardian_takes_the_consent_back_by_link(client):
    row = make_minor()
    path = guardian_path(row)
    client.post(path, {"name": "Ibu", "answer": "yes", "photo": "yes", "words": words_on(client, path)})
    assert "tarik-izin" in client.get(path).content.decode()
    assert client.post(f"{path}tarik-izin/", {"sure": "yes"}).status_code == 302
    row.refresh_from_db()
    assert row.status == RegistrationStatus.CANCELLED
    assert not any(c.holds for c in row.consents.all())
    assert client.post(f"{path}batal/", {"sure": "yes"}).status_code == 404
    assert client.post(f"{path}hapus/", {"sure": "yes"}).status_code == 200
    row.refresh_from_db()
    assert row.name == ""
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("deed", ["foto", "tarik-izin", "hapus"])
def test_the_desk_does_for_a_guardian_what_the_link_does(client_as, deed):
    desk = client_as("Petugas layanan")
    party = make_party(band="anak", attendance=True, photo=True)
    row = register(session=make_session(make_event(seats=5)), party=party, at=timezone.now())
    path = f"/staf/kegiatan/pendaftaran/{row.pk}/"
    assert f"{path}{deed}/" in desk.get(path).content.decode()
    assert desk.post(f"{path}{deed}/", {"photo": "no"} | {"sure": "yes"}).status_code == 302
    row.refresh_from_db()
    held = {c.text.purpose for c in row.consents.all() if c.holds}
    assert held == (set() if deed == "tarik-izin" else {"ikut"})  # photos of who is forgotten are looked through
    assert row.has_seat is (deed == "foto")
    assert bool(row.name) is (deed != "hapus")


def test_nobody_agrees_to_words_that_did_not_stand_on_the_page(client):
    row = make_minor()
    path = guardian_path(row)
    shown = words_on(client, path)
    later = timezone.localdate() + timedelta(days=1)
    new = ConsentText.objects.create(purpose="foto", version=9, text="Kata baru", valid_from=later)
    answer = {"name": "Ibu", "answer": "yes", "photo": "yes", "words": shown}
    assert "Kata baru" not in client.get(path).content.decode()  # not in force yet
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        refused = client.post(path, answer)
        assert refused.status_code == 422
        assert "Kata baru" in refused.content.decode()
        assert not row.consents.exists()
        assert client.post(path, answer | {"words": words_on(client, path)}).status_code == 302
    assert row.consents.get(text__purpose="foto").text == new


def test_a_form_opened_before_new_words_is_read_again(client):
    session = make_session(make_event(seats=5))
    token = re.search(r'name="token" value="([^"]+)"', client.get(address(session)).content.decode())[1]
    ConsentText.objects.create(purpose="foto", version=9, text="Kata baru", valid_from=timezone.localdate())
    assert fill(client, session, token=token).status_code == 422
    assert fill(client, session).status_code == 302


# --- Staff -----------------------------------------------------------------------------------------------------------


def test_a_colleague_registers_somebody_at_the_desk(client_as):
    client = client_as("Petugas layanan")
    session = make_session(make_event(seats=5))
    form = {
        "sebagai": "orang", "name": "Nenek Contoh", "nickname1": "Bunga", "band1": "anak", "attendance": "on",
        "photo": "no", "source": "telepon", "way": "telepon",
        "words": words_on(client, f"/staf/kegiatan/tanggal/{session.pk}/daftarkan/"),
    }  # fmt: skip
    response = client.post(f"/staf/kegiatan/tanggal/{session.pk}/daftarkan/", form)
    row = Registration.objects.get()
    assert response.url == f"/staf/kegiatan/pendaftaran/{row.pk}/"
    assert (row.source, row.entered_by, row.has_seat) == ("telepon", client.user, True)
    assert {c.way for c in row.consents.all()} == {"telepon"}
    assert "Nenek Contoh" in client.get(response.url).content.decode()


def test_staff_decide_on_what_was_held_aside(client_as):
    client = client_as("Petugas layanan")
    session = make_session(make_event(seats=5))
    real, spam = (make_registration(session, status=RegistrationStatus.HELD_ASIDE) for _n in range(2))
    client.post(f"/staf/kegiatan/pendaftaran/{real.pk}/setujui/")
    client.post(f"/staf/kegiatan/pendaftaran/{spam.pk}/buang/", {"sure": "yes"})
    assert Registration.objects.get().pk == real.pk
    real.refresh_from_db()
    assert real.has_seat


def test_a_guardians_paper_is_noted_by_staff(client_as):
    client = client_as("Petugas layanan")
    party = make_party(band="remaja", age="younger", guardian_name="Ibu", guardian_phone="62811")
    row = register(session=make_session(make_event(seats=5)), party=party, at=timezone.now())
    words = words_on(client, f"/staf/kegiatan/pendaftaran/{row.pk}/")
    form = {"answer": "yes", "photo": "yes", "way": "kertas", "words": words}
    client.post(f"/staf/kegiatan/pendaftaran/{row.pk}/wali/", form)
    row.refresh_from_db()
    assert row.has_seat
    assert {(c.way, c.recorded_by) for c in row.consents.all()} == {("kertas", client.user)}


def test_a_date_costs_the_same_for_one_registration_and_three(client_as):
    session = make_session(make_event(seats=50))

    def make_one():
        row = make_registration(session)
        row.participants.create(nickname="Contoh", age_band="anak")

    assert_same_queries(client_as("Pustakawan"), f"/staf/kegiatan/tanggal/{session.pk}/", make_one)


def test_a_registration_costs_the_same_for_one_person_and_three(client_as):
    row = make_registration()
    assert_same_queries(
        client_as("Pustakawan"),
        f"/staf/kegiatan/pendaftaran/{row.pk}/",
        lambda: row.participants.create(nickname="Contoh", age_band="anak"),
    )


def test_messages_by_hand_are_opened_sent_and_marked(client_as):
    client = client_as("Petugas layanan")

    def make_one():
        session = make_session(make_event(seats=1))
        rows = [register(session=session, party=make_party(), at=timezone.now()) for _n in range(2)]
        registering.cancel(registration=rows[0], at=timezone.now())

    html = assert_same_queries(client, "/staf/kegiatan/pesan/", make_one).content.decode()
    assert html.count("https://wa.me/62811") == 3
    pk = re.search(r"/pesan/(\d+)/terkirim/", html)[1]
    client.post(f"/staf/kegiatan/pesan/{pk}/terkirim/")
    assert client.get("/staf/kegiatan/pesan/").content.decode().count("https://wa.me/62811") == 2


def test_a_browser_may_tell_these_forms_where_they_come_from(client):
    """With the policy "no-referrer" browsers send `Origin: null`, and every deed behind the link is refused."""
    registration = make_registration()
    waiting = make_registration(status=RegistrationStatus.UNCONFIRMED)
    path = self_service_path(registration)
    for address in (path, f"{path}ubah/", guardian_url(waiting).split("/", 3)[3].join(["/", ""])):
        answer = client.get(address)
        assert answer["Referrer-Policy"] == "same-origin"
        assert b'name="referrer"' not in answer.content
