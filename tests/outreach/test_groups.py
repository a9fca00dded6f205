"""Standing groups: one membership for many meetings, a gallery that obeys its consents, nobody's name outside."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone
from PIL import Image

from baubau_pembinaan.documents.models import StoredFile
from outreach import selectors
from outreach.choices import RegistrationStatus
from outreach.links import guardian_url, self_service_path
from outreach.models import (
    CheckIn,
    Consent,
    Membership,
    Registration,
    RegistrationPolicy,
    Session,
    StandingGroup,
    Work,
)
from outreach.services import groups as deeds
from outreach.services import keeping, own_data, registering, works
from outreach.services.consents import mark_of, newest_texts
from outreach.services.party import ConsentMissing
from tests.factories.outreach import (
    make_event,
    make_group,
    make_member,
    make_party,
    make_session,
    make_work,
    picture,
)
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def page(group) -> str:
    return f"/kelompok/{group.pk}/"


def states(membership) -> list[str]:
    return list(membership.registrations.order_by("session__starts_at").values_list("status", flat=True))


def words_on(client, path) -> str:
    return re.search(r'name="words" value="([^"]+)"', client.get(path).content.decode())[1]


def fill(client, group, **fields):
    html = client.get(f"{page(group)}gabung/?sebagai=orang").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html)[1]
    data = {
        "token": token, "sebagai": "orang", "name": "Ibu Contoh", "phone": "0812 3456 7890", "nickname1": "Amira",
        "band1": "remaja", "age": "adult", "photo": "no", "attendance": "on", **fields,
    }  # fmt: skip
    with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False):
        return client.post(f"{page(group)}gabung/", data)


def test_one_form_gives_a_seat_at_every_meeting_and_a_link_that_lasts(client):
    group = make_group(meetings=3)
    response = fill(client, group)
    assert response.status_code == 302
    membership = Membership.objects.get()
    assert states(membership) == ["terdaftar"] * 3
    for row in membership.registrations.all():
        assert [p.nickname for p in row.participants.all()] == ["Amira"]
        assert row.consents.filter(text__purpose="ikut", is_given=True).count() == 1
    later = make_session(group.event, days=40)
    make_session(group.event, days=90)  # too far ahead
    assert deeds.carry_members(at=timezone.now()) == 1
    assert deeds.carry_members(at=timezone.now()) == 0
    assert membership.registrations.get(session=later).has_seat
    assert "Keluar dari kelompok" in client.get(response.url).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        assert client.get(response.url).status_code == 200
        deeds.leave(membership=membership, at=timezone.now())
        assert client.get(response.url).status_code == 404


def test_a_minor_alone_belongs_only_after_the_guardian_agreed(client):
    group = make_group()
    alone = {"age": "younger", "guardian_name": "Ibu Wali", "guardian_phone": "0812 0000 0009"}
    assert fill(client, group, **alone).status_code == 302
    membership = Membership.objects.get()
    assert (states(membership), membership.accepted_at) == (["menunggu-wali"], None)
    assert deeds.carry_members(at=timezone.now()) == 0
    registering.answer_as_guardian(
        registration=membership.founder, agrees=True, photo=False, name="Ibu Wali", at=timezone.now(), way="tautan"
    )
    assert deeds.carry_members(at=timezone.now()) == 1
    assert states(membership) == ["terdaftar"] * 2
    fill(client, group, phone="0812 9999 0000", **alone)
    refused = Membership.objects.exclude(pk=membership.pk).get()
    registering.answer_as_guardian(
        registration=refused.founder, agrees=False, photo=None, name="Ibu Wali", at=timezone.now(), way="tautan"
    )
    deeds.carry_members(at=timezone.now() + timedelta(minutes=1))
    refused.refresh_from_db()
    assert refused.left_at is not None
    with pytest.raises(ConsentMissing):
        deeds.join(group=group, party=make_party(1, band="anak"), at=timezone.now())


def test_a_date_given_back_stays_given_back_and_leaving_frees_the_rest():
    membership = make_member(make_group(meetings=3))
    first, *_rest = membership.registrations.order_by("session__starts_at")
    registering.cancel(registration=first, at=timezone.now())
    deeds.carry_members(at=timezone.now())
    assert states(membership) == ["batal", "terdaftar", "terdaftar"]
    deeds.leave(membership=membership, at=timezone.now())
    deeds.leave(membership=membership, at=timezone.now())
    assert states(membership) == ["batal"] * 3
    assert deeds.carry_members(at=timezone.now()) == 0


def test_a_family_too_large_for_the_seats_left_waits_whole():
    group = make_group(seats=3)
    make_member(group, size=2)
    late = make_member(group, size=2)
    assert states(late) == ["antre", "antre"]
    deeds.leave(membership=Membership.objects.exclude(pk=late.pk).get(), at=timezone.now())
    assert states(late) == ["terdaftar", "terdaftar"]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_open": False}, deeds.GroupClosed),
        ({"meetings": 0}, deeds.NoMeeting),
    ],
)
def test_who_cannot_join_is_told_why(change, refusal):
    with pytest.raises(refusal):
        make_member(make_group(**change))


def test_the_same_phone_belongs_once_and_a_class_never():
    group, party = make_group(), make_party(1)
    deeds.join(group=group, party=party, at=timezone.now())
    with pytest.raises(deeds.AlreadyMember):
        deeds.join(group=group, party=party, at=timezone.now())
    with pytest.raises(deeds.OnePersonOrFamily):
        deeds.join(group=group, party=make_party(kind="kelas", size=5, group_band="anak"), at=timezone.now())
    with pytest.raises(deeds.GroupNeedsRegistration):
        deeds.save_group(group=StandingGroup(event=make_event()), by=None)


def test_who_registered_for_a_date_alone_is_not_registered_twice():
    group, party = make_group(), make_party(1)
    second = group.event.sessions.order_by("starts_at").last()
    own = registering.register(session=second, party=party, at=timezone.now())
    membership = deeds.join(group=group, party=party, at=timezone.now())
    own.refresh_from_db()
    assert own.membership == membership
    assert Registration.objects.filter(session=second).count() == 1


def test_names_stay_while_somebody_belongs_and_go_when_they_ask(client):
    membership = make_member()
    work = make_work(membership, drawn=True)
    far = timezone.now() + timedelta(days=RegistrationPolicy.on(timezone.localdate()).keep_days + 60)
    keeping.forget_names(at=far)
    founder = Registration.objects.get(pk=membership.founder_id)
    assert founder.name
    client.post(f"{self_service_path(founder)}hapus/", {"sure": "yes"})
    assert not Registration.objects.exclude(name="", phone="").exists()
    assert not Work.objects.filter(pk=work.pk).exists()
    assert not StoredFile.objects.filter(app="outreach-work").exists()
    membership.refresh_from_db()
    assert membership.left_at is not None


def test_a_withdrawn_consent_takes_the_work_off_at_once(client):
    membership = make_member()
    poem, drawing = make_work(membership), make_work(membership, drawn=True, agreed_by="")
    group, link = membership.group, self_service_path(membership.founder)
    image = f"/kelompok/karya/{drawing.pk}/gambar/"
    html = client.get(page(group)).content.decode()
    assert poem.title in html
    assert drawing.title not in html
    assert client.get(image).status_code == 404
    client.post(f"{link}karya/", {"work": drawing.pk, "show": "yes", "words": words_on(client, link)})
    answer = client.get(image)
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert not Image.open(BytesIO(answer.content)).getexif()
    assert drawing.title in client.get(page(group)).content.decode()
    for work in (poem, drawing):
        client.post(f"{link}karya/", {"work": work.pk, "show": "no"})
    html = client.get(page(group)).content.decode()
    assert poem.title not in html
    assert drawing.title not in html
    assert client.get(image).status_code == 404
    poem.refresh_from_db()
    assert (poem.consent.is_given, poem.consent.withdrawn_at is not None, poem.consent.text.purpose) == (
        True, True, "karya",
    )  # fmt: skip
    other = make_work()
    assert client.post(f"{link}karya/", {"work": other.pk, "show": "no"}).status_code == 404
    assert client.post(f"{link}karya/", {"work": "x" * 40}).status_code == 404


def test_the_public_pages_name_no_member(client):
    membership = make_member()
    make_work(membership)
    html = client.get(page(membership.group)).content.decode() + client.get("/kelompok/").content.decode()
    assert membership.founder.name not in html
    assert membership.founder.participants.get().nickname not in html
    hidden = make_group(is_published=False)
    assert client.get(page(hidden)).status_code == 404
    assert client.get(f"{page(hidden)}gabung/").status_code == 404


def test_withdrawing_the_guardians_consent_ends_the_membership(client):
    membership = make_member()
    client.post(f"{self_service_path(membership.founder)}tarik-izin/", {"sure": "yes"})
    membership.refresh_from_db()
    assert membership.left_at is not None
    assert states(membership) == ["batal", "batal"]


def test_no_photos_holds_for_every_meeting(client):
    membership = make_member()
    client.post(f"{self_service_path(membership.founder)}foto/", {"photo": "no"})
    for row in membership.registrations.all():
        assert not row.consents.filter(text__purpose="foto", withdrawn_at=None, is_given=True).exists()
    own_data.renew_link(registration=membership.founder)
    assert client.get(self_service_path(membership.founder)).status_code == 404


def test_a_minor_shows_no_work_and_overrides_no_guardian(client):
    group = make_group()
    party = make_party(1, band="remaja", age="younger", guardian_name="Ibu Wali", guardian_phone="62811")
    membership = deeds.join(group=group, party=party, at=timezone.now())
    registering.answer_as_guardian(
        registration=membership.founder, agrees=True, photo=False, name="Ibu Wali", at=timezone.now(), way="tautan"
    )
    deeds.carry_members(at=timezone.now())
    work = make_work(membership, agreed_by="")
    words = mark_of(newest_texts(timezone.now()))
    own, guardian = self_service_path(membership.founder), f"/{guardian_url(membership.founder).split('/', 3)[3]}"
    for path in (own, guardian):
        assert client.get(path).status_code == 200
    later = membership.registrations.exclude(pk=membership.founder_id).get()
    for link in (own, self_service_path(later)):
        client.post(f"{link}foto/", {"photo": "yes", "words": words})
    client.post(f"{own}karya/", {"work": work.pk, "show": "yes", "words": words})
    assert not Consent.objects.filter(is_given=True).exclude(text__purpose="ikut").exists()
    client.post(f"{guardian}foto/", {"photo": "yes", "words": words})
    client.post(f"{guardian}karya/", {"work": work.pk, "show": "yes", "words": words})
    given = Consent.objects.filter(is_given=True).exclude(text__purpose="ikut")
    assert set(given.values_list("name", "way")) == {("Ibu Wali", "tautan")}
    assert given.count() == 3  # photos at two meetings, the work once
    client.post(f"{guardian}tarik-izin/", {"sure": "yes"})
    membership.refresh_from_db()
    assert membership.left_at is not None


def test_removing_data_behind_any_meetings_link_removes_the_member(client):
    membership = make_member(make_group(meetings=3))
    last = membership.registrations.order_by("session__starts_at").last()
    assert "berlaku untuk seluruh kelompok" in client.get(self_service_path(last)).content.decode()
    assert client.post(f"{self_service_path(last)}hapus/", {"sure": "yes"}).status_code == 200
    assert not Registration.objects.exclude(name="", phone="").exists()
    membership.refresh_from_db()
    assert membership.left_at is not None
    make_session(membership.group.event, days=30)
    assert deeds.carry_members(at=timezone.now()) == 0


def test_attendance_over_time_counts_who_was_noted():
    group = make_group()
    members = [make_member(group) for _ in range(3)]
    session = group.event.sessions.order_by("starts_at").first()
    for member in members[:2]:
        row = member.registrations.get(session=session)
        person = row.participants.get()
        CheckIn.objects.create(
            session=session, registration=row, participant=person, age_band="remaja", at=row.queued_at
        )
    after = session.ends_at + timedelta(hours=1)
    [meeting] = selectors.groups.meetings_of(group, after)
    assert (meeting.expected, meeting.came, meeting.heads) == (3, 2, None)
    rows = {row.pk: (row.expected, row.came) for row in selectors.groups.members_of(group, after)}
    assert [rows[member.pk] for member in members] == [(1, 1), (1, 1), (1, 0)]


def test_staff_make_a_group_take_a_member_in_and_keep_a_signed_work(client_as):
    planner, event = client_as("Pustakawan"), make_event(seats=9)
    make_session(event)
    new = "/staf/kegiatan/kelompok/baru/"
    assert planner.post(new, {"event": make_event().pk}).status_code == 200  # nobody registers for it
    assert planner.post(new, {"event": event.pk, "is_open": "on", "is_published": "on"}).status_code == 302
    group = StandingGroup.objects.get()
    desk, inside = client_as("Petugas layanan"), f"/staf/kegiatan/kelompok/{group.pk}/"
    form = {
        "sebagai": "orang", "name": "Ibu Meja", "phone": "0812 1111 2222", "nickname1": "Bima", "band1": "remaja",
        "photo": "yes", "attendance": "on", "source": "meja", "way": "kertas",
        "words": words_on(desk, f"{inside}anggota/"),
    }  # fmt: skip
    assert desk.post(f"{inside}anggota/", form).status_code == 302
    membership = Membership.objects.get()
    assert membership.founder.entered_by == desk.user
    assert (
        desk.post(f"{inside}karya/", {"membership": membership.pk, "kind": "tulisan", "title": "X"}).status_code == 200
    )
    work = {
        "membership": membership.pk, "kind": "gambar", "title": "Benteng", "agreed_by": "Ibu Meja",
        "picture": BytesIO(picture()),
    }  # fmt: skip
    assert desk.post(f"{inside}karya/", work).status_code == 302
    kept = Work.objects.get()
    assert kept.is_shown
    assert kept.consent.recorded_by == desk.user
    desk.post(f"/staf/kegiatan/karya/{kept.pk}/tarik/")
    kept.refresh_from_db()
    assert not kept.is_shown
    desk.post(f"/staf/kegiatan/karya/{kept.pk}/izin/", {"name": ""})
    assert not Work.objects.get().is_shown
    desk.post(f"/staf/kegiatan/karya/{kept.pk}/izin/", {"name": "Ibu Meja"})
    assert Work.objects.get().is_shown
    html = client_as("Pemeriksa").get(inside).content.decode()
    assert "Bima" not in html
    desk.post(f"/staf/kegiatan/anggota/{membership.pk}/keluar/")
    membership.refresh_from_db()
    assert membership.left_at is not None
    desk.post(f"/staf/kegiatan/karya/{kept.pk}/hapus/")
    assert not Work.objects.exists()


def test_the_pages_cost_the_same_for_one_and_three(client, client_as):
    group = make_group()

    def more():
        member = make_member(group)
        make_work(member)
        make_work(member, drawn=True)
        make_session(group.event, days=-7)
        make_group()

    desk = client_as("Petugas layanan")
    assert_same_queries(desk, f"/staf/kegiatan/kelompok/{group.pk}/", more)
    assert_same_queries(desk, "/staf/kegiatan/kelompok/", more)
    assert_same_queries(client, page(group), more)
    assert_same_queries(client, "/kelompok/", more)
    member = Membership.objects.first()
    assert_same_queries(client, self_service_path(member.founder), lambda: make_work(member))
    assert client.get(f"/kegiatan/{group.event_id}/").status_code == 200
    assert desk.get(f"/staf/kegiatan/kelompok/{group.pk}/excel/").status_code == 200


# --- Two hands at once ---------------------------------------------------------------------------------------


def _carried_by_many(membership) -> list[str]:
    """Eight workers carry the same member at the same moment; the names of what went wrong."""
    gate, problems = Barrier(8), []

    def one(_number: int) -> None:
        try:
            row = Membership.objects.select_related("founder", "group").get(pk=membership.pk)
            gate.wait(60)
            deeds.carry_member(membership=row, at=timezone.now())
        except Exception as error:
            problems.append(type(error).__name__)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    return problems


@pytest.mark.django_db(transaction=True)
def test_many_workers_give_one_registration_a_meeting():
    membership = make_member()
    make_session(membership.group.event, days=20)
    assert _carried_by_many(membership) == []
    assert states(membership) == [RegistrationStatus.REGISTERED] * 3


def _crossing_order():
    """A group whose nearest meeting was made last: by id it is the last to be locked."""
    group = make_group(seats=40, meetings=2)
    make_session(group.event, days=3)
    return group, [make_member(group) for _n in range(8)]


def _join_and_leave_at_once(group, members) -> list[str]:
    """Eight join while eight leave, all at the same moment; what went wrong."""
    gate, problems = Barrier(16), []
    deed = [lambda m=member: deeds.leave(membership=m, at=timezone.now()) for member in members]
    deed += [lambda: make_member(group) for _n in range(8)]

    def one(number: int) -> None:
        try:
            gate.wait(60)
            deed[number]()
        except OperationalError as error:
            problems.append(str(error).split("\n")[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(one, range(16)))
    return problems


@pytest.mark.django_db(transaction=True)
def test_joining_and_leaving_at_once_wait_for_nobody_in_a_circle():
    for _again in range(3):
        assert _join_and_leave_at_once(*_crossing_order()) == []


@pytest.mark.django_db(transaction=True)
def test_with_the_nearest_meeting_locked_first_they_block_each_other(monkeypatch):
    """The negative control: who joins holds the nearest date while somebody who leaves holds the others."""
    group, members = _crossing_order()
    held, whole, nearest = Barrier(2), deeds.locked_sessions, deeds.next_meeting(group, timezone.now())

    def in_two_steps(ids):
        first = [pk for pk in ids if pk != nearest.pk]
        if threading.current_thread().name == "joins":
            first = [nearest.pk]
        rows = whole(first)
        held.wait(60)
        return rows + whole([pk for pk in ids if pk not in first])

    monkeypatch.setattr(deeds, "locked_sessions", in_two_steps)
    problems = []

    def run(deed):
        try:
            deed()
        except OperationalError as error:
            problems.append(str(error))
        finally:
            connection.close()

    def leaves():
        deeds.leave(membership=members[0], at=timezone.now())

    pair = [
        threading.Thread(name="joins", target=run, args=[lambda: make_member(group)]),
        threading.Thread(name="leaves", target=run, args=[leaves]),
    ]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()
    assert len(problems) == 1
    assert "deadlock" in problems[0]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_refuses_the_second_and_without_both_there_are_two(monkeypatch):
    """The negative control."""
    unlocked_gate = Barrier(8)

    def unlocked(ids):
        return list(Session.objects.select_related("event").filter(pk__in=ids).order_by("pk"))

    def together(session, *, at):
        unlocked_gate.wait(60)
        return []

    monkeypatch.setattr(deeds, "locked_sessions", unlocked)
    monkeypatch.setattr(deeds, "fill_seats", together)
    membership = make_member(make_group(meetings=1))
    make_session(membership.group.event, days=20)
    assert _carried_by_many(membership) == ["IntegrityError"] * 7
    make_session(membership.group.event, days=21)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX member_is_registered_once_for_a_meeting")
    try:
        # The look for a registration of the same phone is the third guard: a member without one has none.
        Registration.objects.update(phone="")
        _carried_by_many(membership)
        assert membership.registrations.count() > 3
    finally:
        Membership.objects.all().delete()
        Registration.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX member_is_registered_once_for_a_meeting ON outreach_registration"
                " (membership_id, session_id) WHERE membership_id IS NOT NULL"
            )


def test_a_work_of_a_forgotten_member_finds_nobody_who_could_agree():
    work = make_work(agreed_by="")
    founder = work.membership.founder
    founder.erased_at, founder.name, founder.phone, founder.email = timezone.now(), "", "", ""
    founder.guardian_name = founder.guardian_phone = founder.guardian_email = founder.needs = ""
    founder.save()
    with pytest.raises(works.NoLongerMember):
        works.show_work(work=work, name="Ibu", way="kertas", at=timezone.now())
