"""What was done can be taken back: a tap at the door, a reading entry, a consent, a planned post, a flood."""

import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.utils import timezone
from icalendar import Calendar

from outreach.choices import AgeBand, RegistrationStatus
from outreach.links import READING, self_service_path
from outreach.models import NoticeState, Post, ReadingLog, Registration, RegistrationPolicy
from outreach.selectors.calendar import Choice, public_sessions
from outreach.series import TooManyDates
from outreach.services import reading_log, sessions
from outreach.services.promotion import note_posted, plan_post
from outreach.services.reading import Amount, withdraw
from tests.factories.outreach import (
    make_channel,
    make_event,
    make_lesson,
    make_party,
    make_reading_party,
    make_registration,
    make_session,
)
from tests.outreach.test_registration_pages import fill, make_minor

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


# --- At the door ---------------------------------------------------------------------------------------------------


def test_a_tap_for_who_just_came_is_taken_back_and_counts_them_alone(client_as):
    client = client_as("Petugas layanan")
    session = make_session(make_event(seats=9), starts_at=now())
    child = make_registration(session).participants.create(nickname="Contoh", age_band=AgeBand.CHILD)
    page = f"/staf/kegiatan/tanggal/{session.pk}/hadir/"
    key = str(uuid.uuid4())
    entries = [{"key": str(uuid.uuid4()), "participant": child.pk}, {"key": key, "band": "anak", "heads": 4}]
    said = client.post(f"{page}kirim/", json.dumps(entries), content_type="application/json").json()
    assert (said["walk_ins"], said["total"]) == ({"anak": 4}, 5)
    html = client.get(page).content.decode()
    assert 'data-band="anak">4<' in html
    assert f'value="{key}"' in html
    client.post(page, {"undo": key})
    html = client.get(page).content.decode()
    assert 'data-band="anak">0<' in html
    assert "data-total>1<" in html


# --- Reading -------------------------------------------------------------------------------------------------------


def _address(party) -> str:
    return f"/tantangan-baca/catatan/{Signer(salt=READING).sign(party.link_key)}/"


def _note(party, by=None, books=1):
    day = timezone.localdate()
    return reading_log.log_reading(party=party, numbers=None, day=day, amount=Amount(books=books), at=now(), by=by)


def test_a_family_takes_its_own_entry_back_and_no_colleagues(client, client_as):
    party = make_reading_party()
    [own] = _note(party)
    [other] = _note(party, by=client_as("Pustakawan").user)
    html = client.get(_address(party)).content.decode()
    assert str(own.press) in html
    assert str(other.press) not in html
    assert client.post(f"{_address(party)}batal/{other.press}/").status_code == 404
    assert client.post(f"{_address(party)}batal/{own.press}/").status_code == 302
    assert list(ReadingLog.objects.all()) == [other]
    assert client.post(f"{_address(make_reading_party())}batal/{other.press}/").status_code == 404


def test_a_guardians_consent_is_shown_and_taken_back(client, client_as):
    party, desk = make_reading_party(agreed_by="Ibu Wali"), client_as("Petugas layanan")
    for reader, page in ((client, _address(party)), (desk, f"/staf/kegiatan/pembaca/{party.pk}/")):
        html = reader.get(page).content.decode()
        assert "Ibu Wali" in html
        assert party.text.text[:40] in html
        assert f"{page}tarik/" in html
    client.post(f"{_address(party)}tarik/", {"sure": "yes"})
    party.refresh_from_db()
    first = party.withdrawn_at
    assert first
    desk.post(f"/staf/kegiatan/pembaca/{party.pk}/tarik/", {"sure": "yes"})
    party.refresh_from_db()
    assert party.withdrawn_at == first
    with pytest.raises(reading_log.ConsentWithdrawn):
        _note(party)
    assert "tarik/" not in client.get(_address(party)).content.decode()
    assert withdraw(party=make_reading_party(kind="kelas", readers=[("", "anak")]), at=now()).withdrawn_at is None


# --- Floods --------------------------------------------------------------------------------------------------------


def test_who_registers_slowly_all_day_is_held_aside_too_and_nothing_is_lost(client):
    RegistrationPolicy.objects.create(valid_from=timezone.localdate(), crowd_day=3)
    session = make_session(make_event(seats=50))
    for number in range(5):
        assert fill(client, session, phone=f"0812 0000 100{number}").status_code == 302
    states = list(Registration.objects.order_by("pk").values_list("status", flat=True))
    assert states == [RegistrationStatus.REGISTERED] * 3 + [RegistrationStatus.HELD_ASIDE] * 2


def test_the_ticked_ones_are_discarded_together(client_as):
    client, session = client_as("Petugas layanan"), make_session(make_event(seats=50))
    odd = [make_registration(session, status=RegistrationStatus.HELD_ASIDE) for _n in range(3)]
    seated = make_registration(session)
    page = "/staf/kegiatan/pendaftaran/disisihkan/"
    html = client.get(page).content.decode()
    assert html.count('name="row"') == 3
    client.post(page, {"row": [odd[0].pk, odd[1].pk, seated.pk, "x", "99999999999"]})
    assert set(Registration.objects.all()) == {odd[2], seated}


# --- Campaigns, series, classes ------------------------------------------------------------------------------------


def test_a_planned_post_is_changed_and_deleted_one_that_appeared_is_not(client_as):
    client, channel = client_as("Pustakawan"), make_channel()
    day = channel.campaign.starts_on
    post, done = (plan_post(channel=channel, day=day, text=words) for words in ("Salah", "Terbit"))
    note_posted(post=done, on=day)
    form = {"channel": channel.pk, "day": f"{day:%d/%m/%Y}", "text": "Benar"}
    assert client.post(f"/staf/kegiatan/unggahan/{post.pk}/ubah/", form).status_code == 302
    assert client.post(f"/staf/kegiatan/unggahan/{done.pk}/ubah/", form).status_code == 200
    assert sorted(Post.objects.values_list("text", flat=True)) == ["Benar", "Terbit"]
    too_long = form | {"text": "x" * 161}
    assert client.post(f"/staf/kegiatan/unggahan/{post.pk}/ubah/", too_long).status_code == 200
    for one in (post, done):
        client.post(f"/staf/kegiatan/unggahan/{one.pk}/hapus/")
    assert list(Post.objects.all()) == [done]


def test_a_rule_that_gives_too_many_dates_is_refused_not_cut():
    first = timezone.localdate()
    until = (first + timedelta(weeks=60)).strftime("%Y%m%dT000000")
    with pytest.raises(TooManyDates):
        sessions.preview_dates(rule=f"FREQ=WEEKLY;UNTIL={until}", first=first)
    assert len(sessions.preview_dates(rule="FREQ=WEEKLY;COUNT=60", first=first)) == 60


def test_a_class_scans_the_mini_test(client_as):
    session = make_lesson().session
    html = client_as("Pustakawan").get(f"/staf/kegiatan/tanggal/{session.pk}/kelas/").content.decode()
    assert html.count('<div class="qr"><svg') == 2


# --- What patrons read ---------------------------------------------------------------------------------------------


def test_the_page_says_the_guardian_was_asked_only_once_the_message_left(client):
    row = make_minor()
    html = client.get(self_service_path(row)).content.decode()
    assert "Kami akan segera bertanya kepadanya." in html
    row.notices.update(state=NoticeState.SENT, sent_at=now())
    html = client.get(self_service_path(row)).content.decode()
    assert "Kami sudah bertanya kepadanya." in html


@pytest.mark.parametrize("status", [RegistrationStatus.REGISTERED, RegistrationStatus.WAITING])
def test_after_the_date_the_page_says_it_is_over(client, status):
    session = make_session(make_event(seats=5), days=-2)
    page = self_service_path(make_registration(session, status=status))
    html = client.get(page).content.decode()
    assert "Tanggal ini sudah lewat." in html
    assert "batal/" not in html
    assert client.get(f"{page}ubah/")["Location"] == page


def test_a_search_looks_beyond_the_month_and_into_english_and_descriptions():
    later = make_session(make_event(summary_en="Stories from the sea", description="Perahu kertas"), days=70)
    month = timezone.localdate().replace(day=1)
    for words in ("from the sea", "perahu"):
        assert list(public_sessions(Choice(month, words=words))) == [later]
    assert list(public_sessions(Choice(month))) == []


def test_calendars_keep_a_dates_name_when_the_sites_address_changes(client, settings):
    new, old = make_session(), make_session(uid_host="lama.contoh:8000")

    def names():
        book = Calendar.from_ical(client.get("/kegiatan/kalender.ics").content)
        return {str(entry["uid"]) for entry in book.walk("VEVENT")}

    before = names()
    assert before == {str(new.uid), f"{old.uid}@lama.contoh:8000"}
    settings.SITE_URL = "https://baru.contoh"
    assert names() == before


def test_the_number_of_a_teacher_counts_every_class_at_the_door(client):
    from outreach.links import arrival_url
    from outreach.services.registering import register

    session = make_session(make_event(seats=90, takes_groups=True), starts_at=now() + timedelta(minutes=5))
    for school in ("SD A", "SD B"):
        party = make_party(kind="kelas", people=[], group_band="anak", school=school, phone="6281234567890")
        register(session=session, party=replace(party, size=20), at=now())
    client.post("/" + arrival_url(session).split("/", 3)[3], {"contact": "0812 3456 7890"})
    assert sum(session.check_ins.values_list("heads", flat=True)) == 40
