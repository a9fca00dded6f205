"""Pages of complaints: for everybody, and for the staff."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from time_machine import travel

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import Complaint
from tests.evaluations.conftest import token_in
from tests.factories.accounts import make_person
from tests.factories.complaints import answer, category, fresh, make_complaint, route
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
FORM = "/pengaduan/"


def send(client, *, wait=30, **fields):
    said = {"kind": "complaint", "category": category().pk, "text": "Lampu mati."}
    said["token"] = token_in(client.get(FORM).content.decode())
    with travel(timezone.now() + timedelta(seconds=wait), tick=True):
        return client.post(FORM, said | fields, follow=True)


def test_anybody_writes_without_an_account_and_sees_the_code():
    answer_page = send(Client()).content.decode()
    complaint = Complaint.objects.get()
    assert complaint.code_shown in answer_page
    assert complaint.is_anonymous
    assert "Lampu mati" not in answer_page
    assert "lapor.go.id" in answer_page


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"wait": 1}, 422), ({"website": "x"}, 429), ({"token": "gefälscht"}, 422), ({"text": " "}, 422)],
    ids=["too quick", "hidden field filled", "forged token", "no words"],
)
def test_what_no_person_sends_is_refused_and_the_words_stay_in_the_form(fields, status):
    page = send(Client(), name="Wa Contoh", **fields)
    assert page.status_code == status
    assert "Wa Contoh" in page.content.decode()
    assert not Complaint.objects.exists()


def test_a_flood_from_one_connection_ends_and_a_crowd_elsewhere_does_not():
    client = Client()
    answers = [send(client).status_code for _n in range(21)]
    assert answers == [200] * 20 + [429]
    assert send(Client(REMOTE_ADDR="10.0.0.9")).status_code == 200


def test_status_page_shows_the_answer_and_nothing_the_sender_wrote(client):
    head = make_person(Role.DIVISION_HEAD).user
    complaint = answer(make_complaint(name="Wa Contoh", email="wa@example.org", text="Rahasia."), head)
    page = client.get(f"/pengaduan/status/{complaint.code}/").content.decode()
    assert "Sudah diganti." in page
    for hidden in ("Wa Contoh", "wa@example.org", "Rahasia", head.name):
        assert hidden not in page


def test_sender_says_whether_it_helped_and_opens_it_again(client):
    complaint = answer(make_complaint(), make_person(Role.DIVISION_HEAD).user)
    address = f"/pengaduan/status/{complaint.code}/"
    assert client.post(f"{address}nilai/", {"satisfaction": "9"}).status_code == 422
    client.post(f"{address}nilai/", {"satisfaction": "2"})
    assert fresh(complaint).satisfaction == 2
    assert client.post(f"{address}buka-lagi/", {"reason": " "}).status_code == 422
    client.post(f"{address}buka-lagi/", {"reason": "Masih mati."})
    assert fresh(complaint).handling.status == "reopened"
    assert client.post(f"{address}buka-lagi/", {"reason": "Lagi."}).status_code == 422


def test_unknown_code_is_answered_kindly_and_guessing_is_stopped(client):
    answers = [client.get("/pengaduan/status/00000000000/").status_code for _n in range(21)]
    assert answers == [404] * 20 + [429]
    complaint = make_complaint()
    typed = Client(REMOTE_ADDR="10.0.0.9").get("/pengaduan/status/", {"kode": complaint.code_shown.lower()})
    assert typed["Location"] == f"/pengaduan/status/{complaint.code}/"


def test_many_behind_one_connection_look_at_their_own_undisturbed(client):
    address = f"/pengaduan/status/{make_complaint().code}/"
    assert {client.get(address).status_code for _n in range(30)} == {200}
    assert send(client).status_code == 200


def test_list_takes_as_many_statements_for_three_as_for_one(client_as):
    client = client_as(Role.DIVISION_HEAD)
    owner = make_person(Role.SERVICE_OFFICER)
    page = assert_same_queries(client, "/staf/pengaduan/", lambda: route(make_complaint(), client.user, owner=owner))
    assert "Lampu di tangga mati." in page.content.decode()


def test_detail_takes_as_many_statements_for_three_notes_as_for_one(client_as):
    client = client_as(Role.DIVISION_HEAD)
    complaint = route(make_complaint(), client.user, owner=make_person(Role.SERVICE_OFFICER))
    address = f"/staf/pengaduan/{complaint.pk}/"
    assert_same_queries(client, address, lambda: client.post(f"{address}catatan/", {"note": "Sudah ditelepon."}))


def test_owner_answers_and_only_those_who_look_into_it_see_the_sender(client_as):
    head, owner, named = (make_person(role) for role in (Role.DIVISION_HEAD, Role.SERVICE_OFFICER, Role.LIBRARIAN))
    complaint = route(make_complaint(name="Wa Contoh"), head.user, owner=owner, person=named)
    address = f"/staf/pengaduan/{complaint.pk}/"
    pages = {who: client_as(who.user).get(address).content.decode() for who in (head, owner, named)}
    assert ["Wa Contoh" in pages[who] for who in (head, owner, named)] == [True, True, False]
    assert "Lampu di tangga mati." in pages[named]
    said = {"answer-answer": "Sudah.", "answer-seen": complaint.handling.version}
    assert client_as(named.user).post(f"{address}jawab/", said).status_code == 403
    assert client_as(owner.user).post(f"{address}jawab/", said).status_code == 302
    assert fresh(complaint).handling.answer == "Sudah."


def test_inspector_reads_with_names_masked_and_without_the_sender(client_as):
    named = make_person(Role.SERVICE_OFFICER, name="La Ode Budi Santoso")
    complaint = make_complaint(text="Pak Budi ketus.", name="Wa Contoh")
    page = client_as(Role.INSPECTOR).get(f"/staf/pengaduan/{complaint.pk}/").content.decode()
    assert "ketus" in page
    assert "Budi" not in page
    assert "Wa Contoh" not in page
    assert named.name.split()[-1] not in page


def test_what_is_refused_stands_beside_its_form(client_as):
    client = client_as(Role.DIVISION_HEAD)
    owner = make_person(Role.SERVICE_OFFICER)
    complaint = make_complaint()
    fields = {"category": complaint.handling.category_id, "due_on": "2031-01-01", "seen": 0}
    said = fields | {"owner": owner.pk, "person": owner.pk}
    page = client.post(f"/staf/pengaduan/{complaint.pk}/atur/", said)
    assert page.status_code == 422
    assert page.context["form"].errors["owner"]
    assert client.post(f"/staf/pengaduan/{complaint.pk}/atur/", fields | {"owner": owner.pk}).status_code == 302


def test_what_is_said_at_the_desk_gets_a_code_to_hand_over(client_as):
    said = {"channel": "phone", "kind": "question", "category": category().pk, "text": "Buka Minggu?"}
    page = client_as(Role.SERVICE_OFFICER).post("/staf/pengaduan/baru/", said)
    complaint = Complaint.objects.get()
    assert complaint.channel == "phone"
    assert complaint.code_shown in page.content.decode()
    assert f"{settings.SITE_URL}/pengaduan/" in page.content.decode()  # to be written on a slip


def test_the_desks_form_pressed_twice_or_loaded_anew_makes_one(client_as):
    client = client_as(Role.SERVICE_OFFICER)
    key = client.get("/staf/pengaduan/baru/").context["form"]["form_key"].value()
    said = {"channel": "desk", "kind": "question", "category": category().pk, "text": "Buka Minggu?"}
    pages = [client.post("/staf/pengaduan/baru/", said | {"form_key": key}).content.decode() for _n in range(2)]
    assert Complaint.objects.get().code_shown in pages[1]
    assert client.get("/staf/pengaduan/baru/").context["form"]["form_key"].value() != key


def test_the_day_cannot_be_moved_once_it_has_ended(client_as):
    client = client_as(Role.DIVISION_HEAD)
    ended = answer(make_complaint(), client.user)
    said = {"category": ended.handling.category_id, "due_on": "2031-01-01", "seen": ended.handling.version}
    assert client.post(f"/staf/pengaduan/{ended.pk}/atur/", said).status_code == 302
    assert fresh(ended).handling.due_on == ended.handling.due_on


def test_only_people_who_can_sign_in_are_offered_to_look_into_it(client_as):
    silent = make_person(Role.LIBRARIAN)
    silent.user.is_active = False
    silent.user.save()
    form = client_as(Role.DIVISION_HEAD).get(f"/staf/pengaduan/{make_complaint().pk}/atur/").context["form"]
    assert str(silent.pk) not in dict(form.fields["owner"].choices)
    assert str(silent.pk) in dict(form.fields["person"].choices)


def test_excel_holds_the_list_and_nobodys_words_or_contact(client_as):
    make_complaint(name="Wa Contoh", text="=1+1")
    page = client_as(Role.DIVISION_HEAD).get("/staf/pengaduan/excel/")
    cells = {str(cell.value) for row in load_workbook(BytesIO(page.content)).active.iter_rows() for cell in row}
    assert not any("1+1" in cell or "Wa Contoh" in cell for cell in cells)
    assert any("Pengaduan" in cell for cell in cells)


def test_figures_of_a_year_are_drawn_whatever_stands_behind_the_question_mark(client_as):
    client = client_as(Role.LIBRARIAN)
    assert client.get("/staf/pengaduan/angka/").status_code == 200
    answer(make_complaint(), make_person(Role.DIVISION_HEAD).user)
    for year in ("", "²", "9" * 30, "1999"):
        assert client.get("/staf/pengaduan/angka/", {"tahun": year}).status_code == 200
