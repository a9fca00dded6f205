"""The staff's pages of training: what they say, and how often they ask the database."""

import io
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import (
    make_competence,
    make_framework,
    make_programme,
    make_request,
    make_seated,
    make_session,
    make_worker,
)
from tests.pages import assert_same_queries
from training.models import Enrolment, Programme, Session

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def test_the_first_page_costs_the_same_for_one_meeting_and_three(client_as):
    person = make_worker()
    html = assert_same_queries(
        client_as(person.user), url("home"), lambda: make_seated(make_session(), person)
    ).content.decode()
    assert "Pertemuan saya berikutnya" in html
    assert "Belum ada target" in html


def test_the_catalogue_costs_the_same_for_one_programme_and_three(client_as):
    page = assert_same_queries(client_as(Role.LIBRARIAN), url("programme-list"), lambda: make_seated(make_session()))
    assert "1 dari 20 terisi" in page.content.decode()


def test_the_catalogue_is_searched_and_filtered(client_as):
    client = client_as(Role.LIBRARIAN)
    unit = make_competence()
    make_programme(title="Literasi Informasi", form="course", competences=[unit])
    make_programme(title="Mendongeng", form="workshop")
    make_programme(title="Lama", is_active=False)
    for query, found in (
        ("q=literasi", ["Literasi Informasi"]),
        ("form=workshop", ["Mendongeng"]),
        (f"competence={unit.pk}", ["Literasi Informasi"]),
        ("form=%00&subject=x&q=%00", ["Literasi Informasi", "Mendongeng"]),
    ):
        page = client.get(f"{url('programme-list')}?{query}")
        assert [programme.title for programme in page.context["programmes"]] == found


def test_a_programme_costs_the_same_for_one_session_and_three(client_as):
    programme = make_programme(competences=[make_competence()])
    assert_same_queries(
        client_as(Role.DIVISION_HEAD), url("programme-detail", programme.pk), lambda: make_session(programme)
    )


def test_a_session_costs_the_same_for_one_participant_and_three(client_as):
    session = make_session(capacity=2)
    page = assert_same_queries(
        client_as(Role.DIVISION_HEAD), url("session-detail", session.pk), lambda: make_seated(session)
    )
    assert "Di daftar tunggu" in page.content.decode()


def test_my_training_and_approvals_cost_the_same_for_one_row_and_three(client_as):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    assert_same_queries(client_as(person.user), url("my-training"), lambda: make_request(profile=person))
    page = assert_same_queries(
        client_as(leader.user), url("approvals"), lambda: make_request(profile=make_worker(supervisor=leader))
    )
    assert len(page.context["rows"]) == 6


def test_frameworks_cost_the_same_for_one_row_and_three(client_as):
    client = client_as(Role.LIBRARIAN)
    assert_same_queries(client, url("framework-list"), make_framework)
    group = make_competence().group
    assert_same_queries(client, url("framework-detail", group.framework_id), lambda: make_competence(group=group))


def test_a_librarian_asks_and_the_supervisor_approves(client_as):
    leader = make_worker()
    person, session = make_worker(supervisor=leader), make_session()
    client = client_as(person.user)
    assert "Minta tempat" in client.get(url("session-detail", session.pk)).content.decode()
    client.post(url("enrol", session.pk), {"note": "Perlu untuk meja rujukan"})
    row = Enrolment.objects.get()
    boss = client_as(leader.user)
    assert "Perlu untuk meja rujukan" in boss.get(url("approvals")).content.decode()
    boss.post(url("decide", row.pk), {"decision": "yes"})
    row.refresh_from_db()
    assert row.has_seat
    assert "Mendapat tempat" in client.get(url("my-training")).content.decode()


def test_an_overlap_with_my_other_training_is_named(client_as):
    person = make_worker()
    first = make_seated(make_session(), person).session
    other = make_session(on=first.starts_on)
    html = client_as(person.user).get(url("session-detail", other.pk)).content.decode()
    assert f"Anda juga mengikuti “{first.title}”" in html


def test_participants_are_read_by_planners_and_trainers_only(client_as):
    session = make_session()
    row = make_seated(session)
    trainer = make_worker()
    meeting = session.meetings.get()
    meeting.trainer = trainer
    meeting.save()
    page = url("session-detail", session.pk)
    assert row.profile.name in client_as(trainer.user).get(page).content.decode()
    assert row.profile.name in client_as(Role.DIVISION_HEAD).get(page).content.decode()
    assert row.profile.name not in client_as(Role.LIBRARIAN).get(page).content.decode()


def test_a_planner_makes_a_programme_a_session_and_its_meetings(client_as):
    client = client_as(Role.DIVISION_HEAD)
    unit = make_competence()
    subject = make_programme().subject
    client.post(
        url("programme-add"),
        {
            "title": "Layanan Prima",
            "form": "workshop",
            "scope": "national",
            "subject": subject.pk,
            "competences": [unit.pk],
            "provider_kind": "own",
            "least_attendance": 80,
            "budget_idr": "Rp1.250.000",
            "is_active": "on",
        },
    )
    programme = Programme.objects.get(title="Layanan Prima")
    assert (programme.budget_idr, list(programme.competences.all())) == (1_250_000, [unit])
    client.post(url("session-add", programme.pk), {"capacity": 12, "closes_on": "30-11-2030"})
    session = Session.objects.get(programme=programme)
    lines = {"m-TOTAL_FORMS": 2, "m-INITIAL_FORMS": 0, "m-MAX_NUM_FORMS": 60}
    client.post(
        url("session-meetings", session.pk),
        {**lines, "m-0-starts_at": "2030-12-31T21:00", "m-0-ends_at": "2031-01-01T01:00", "m-0-place": "Aula"},
    )
    session.refresh_from_db()
    assert (str(session.starts_on), str(session.ends_on)) == ("2030-12-31", "2030-12-31")
    assert session.meetings.get().minutes == 240
    assert client.get(url("session-meetings", session.pk)).status_code == 200
    client.post(url("session-announce", session.pk))
    session.refresh_from_db()
    assert session.is_open


def test_a_meeting_that_ends_before_it_begins_is_refused_beside_the_field(client_as):
    session = make_session(announced=False)
    lines = {"m-TOTAL_FORMS": 1, "m-INITIAL_FORMS": 0, "m-MAX_NUM_FORMS": 60}
    page = client_as(Role.DIVISION_HEAD).post(
        url("session-meetings", session.pk),
        {**lines, "m-0-starts_at": "2030-12-31T21:00", "m-0-ends_at": "2030-12-31T20:00"},
    )
    assert "Pertemuan berakhir sebelum dimulai" in page.content.decode()


def test_a_programme_with_history_stays_and_the_page_says_why(client_as):
    client = client_as(Role.DIVISION_HEAD)
    held, fresh = make_session().programme, make_programme()
    page = client.post(url("programme-delete", held.pk), follow=True)
    assert "tercatat: 1 sesi" in page.content.decode()
    client.post(url("programme-delete", fresh.pk))
    assert list(Programme.objects.filter(pk__in=[held.pk, fresh.pk])) == [held]


def test_lists_come_as_excel(client_as):
    person = make_worker()
    session = make_seated(make_session(), person).session
    client = client_as(Role.DIVISION_HEAD)
    for client_, address, wanted in (
        (client, url("programme-xlsx"), session.programme.title),
        (client, url("participants-xlsx", session.pk), person.full_name),
        (client_as(person.user), url("my-training-xlsx"), session.title),
    ):
        sheet = load_workbook(io.BytesIO(client_.get(address).content)).active
        assert wanted in [cell.value for row in sheet.iter_rows() for cell in row]


def test_pages_of_a_session_in_preparation_do_not_exist_for_others(client_as):
    draft = make_session(announced=False)
    assert client_as(Role.LIBRARIAN).get(url("session-detail", draft.pk)).status_code == 404
    assert client_as(Role.DIVISION_HEAD).get(url("session-detail", draft.pk)).status_code == 200


def test_a_file_of_the_wrong_kind_is_no_material(client_as):
    programme = make_programme()
    client = client_as(Role.DIVISION_HEAD)
    for name, content in (("a.pdf", b"<svg onload=alert(1)>"), ("a.html", b"<html></html>")):
        upload = io.BytesIO(content)
        upload.name = name
        page = client.post(url("material-add", programme.pk), {"title": "Bahan", "file": upload})
        assert page.status_code == 200
    assert not programme.materials.exists()
    client.post(url("material-add", programme.pk), {"title": "Bahan", "link": "https://example.org/b.pdf"})
    assert programme.materials.get().link == "https://example.org/b.pdf"


def test_slides_are_a_material_and_macros_are_not(client_as):
    programme, client = make_programme(), client_as(Role.DIVISION_HEAD)
    for title, parts in (("Salindia", {}), ("Jebakan", {"ppt/vbaProject.bin": "macro"})):
        upload = io.BytesIO()
        with zipfile.ZipFile(upload, "w") as archive:
            for name, content in {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>", **parts}.items():
                archive.writestr(name, content)
        upload.seek(0)
        upload.name = f"{title}.pptx"
        client.post(url("material-add", programme.pk), {"title": title, "file": upload})
    assert [(row.title, row.file.kind) for row in programme.materials.select_related("file")] == [("Salindia", "pptx")]


def test_a_material_is_read_by_every_member_of_staff(client_as):
    programme, client = make_programme(), client_as(Role.DIVISION_HEAD)
    upload = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    upload.name = "salindia.pdf"
    client.post(url("material-add", programme.pk), {"title": "Salindia", "file": upload})
    address = programme.materials.get().file.get_absolute_url()
    assert client_as(Role.LIBRARIAN).get(address).status_code == 200
    assert client_as().get(address).status_code == 404


def test_two_meetings_each_get_their_trainer(client_as):
    session = make_session(announced=False)
    first, second = make_worker(), make_worker()
    lines = {"m-TOTAL_FORMS": 2, "m-INITIAL_FORMS": 0, "m-MAX_NUM_FORMS": 60}
    times = {
        f"m-{number}-{name}": f"2030-12-{30 + number}T{hour}:00"
        for number in (0, 1)
        for name, hour in (("starts_at", "09"), ("ends_at", "11"))
    }
    client_as(Role.DIVISION_HEAD).post(
        url("session-meetings", session.pk), {**lines, **times, "m-0-trainer": first.pk, "m-1-trainer": second.pk}
    )
    assert [meeting.trainer for meeting in session.meetings.order_by("starts_at")] == [first, second]
