"""Repair tickets: from a fault to what it cost."""

from datetime import timedelta
from io import BytesIO
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.notifications.duties import get as duty
from baubau_pembinaan.notifications.duties import open_for, rows_of
from baubau_pembinaan.notifications.models import Message
from evaluations.models import RepairTicket
from evaluations.services import repairs
from tests.factories.accounts import make_person
from tests.factories.complaints import answer, make_complaint, make_repair, route
from tests.factories.libraries import make_service_point, picture
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
LIST = "/staf/perbaikan/"


@pytest.fixture
def head():
    return make_person(Role.DIVISION_HEAD).user


def end(ticket, by, **fields):
    today = timezone.localdate()
    fields.setdefault("outcome", "Lampu diganti")
    return repairs.end_repair(ticket=ticket, by=by, on=today, at=timezone.now(), **fields)


def test_a_fault_is_planned_told_repaired_and_paid(head):
    owner = make_person(Role.SERVICE_OFFICER)
    ticket, day = make_repair(), timezone.localdate() + timedelta(days=3)
    repairs.plan_repair(ticket=ticket, owner=owner, due_on=day, by=head)
    assert Message.objects.get(kind="evaluations.repair").recipient == owner.user
    done = end(ticket, owner.user, cost_idr=150_000)
    assert (done.status, done.cost_idr, done.ended_on) == ("done", 150_000, timezone.localdate())
    assert RepairTicket.history.filter(id=ticket.pk).count() == 3
    with pytest.raises(repairs.RepairEnded):
        end(ticket, head)
    with pytest.raises(repairs.RepairEnded):
        repairs.plan_repair(ticket=ticket, owner=None, due_on=None, by=head)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["k" * 22, ""], ids=["one form", "without a key"])
def test_five_sendings_of_one_form_at_once_make_one_ticket(key):
    """Each gets the ticket back. The negative control sends no key: then each is a ticket of its own."""
    made = []

    def send():
        try:
            made.append(make_repair(form_key=key).pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _n in range(5)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (len(made), len(set(made))) == (5, 1 if key else 5)
    assert RepairTicket.objects.count() == (1 if key else 5)


def test_a_plan_made_in_sight_of_another_state_is_refused(client_as, head):
    ticket, client, owner = make_repair(), client_as(Role.DIVISION_HEAD), make_person(Role.SERVICE_OFFICER)
    seen = client.get(f"{LIST}{ticket.pk}/").context["plan_form"]["seen"].value()
    repairs.plan_repair(ticket=ticket, owner=owner, due_on=None, by=head)
    other = make_person(Role.LIBRARIAN)
    said = {"owner": other.pk, "seen": seen}
    assert client.post(f"{LIST}{ticket.pk}/rencana/", said).status_code == 422
    assert client.post(f"{LIST}{ticket.pk}/rencana/", said | {"seen": seen + 1}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.owner == other


@pytest.mark.parametrize("dropped", [False, True])
def test_whoever_looks_into_the_complaint_hears_of_the_end(head, dropped):
    owner, other = make_person(Role.SERVICE_OFFICER), make_person(Role.LIBRARIAN)
    complaint = route(make_complaint(), head, owner=owner)
    end(make_repair(), head)
    assert not Message.objects.filter(kind="evaluations.repair").exists()
    end(make_repair(complaint=complaint), other.user, dropped=dropped, outcome="Atap perlu anggaran")
    told = Message.objects.get(kind="evaluations.repair")
    assert (told.recipient, "Atap perlu anggaran" in told.body) == (owner.user, True)
    answer(complaint, head)
    end(make_repair(complaint=complaint), other.user)
    assert Message.objects.filter(kind="evaluations.repair").count() == 1


def test_what_is_not_repaired_says_why_and_a_day_has_somebody(head):
    with pytest.raises(repairs.RepairRefused):
        end(make_repair(), head, outcome=" ", dropped=True)
    with pytest.raises(repairs.RepairRefused):
        repairs.plan_repair(ticket=make_repair(), owner=None, due_on=timezone.localdate(), by=head)
    assert end(make_repair(), head, outcome="Gedung pindah", dropped=True).status == "dropped"
    row = make_repair()
    row.status = "done"
    with pytest.raises(IntegrityError, match="repair_has_ended_exactly"), transaction.atomic():
        row.save()


def test_a_fault_comes_from_a_complaint_with_its_place_and_without_its_words(client_as):
    point = make_service_point()
    complaint = make_complaint(service_point=point, text="Kata pemustaka.")
    client = client_as(Role.DIVISION_HEAD)
    address = f"{LIST}baru/?pengaduan={complaint.pk}"
    page = client.get(address)
    assert page.context["form"].initial == {"service_point": point.pk}
    assert "Kata pemustaka" not in page.content.decode()
    said = {"service_point": point.pk, "place": "Tangga", "fault": "Lampu mati"}
    client.post(address, said | {"photo": picture()})
    ticket = RepairTicket.objects.get()
    assert (ticket.complaint, ticket.photo.app) == (complaint, "repair-photo")
    assert client_as(Role.INSPECTOR).get(ticket.photo.get_absolute_url()).status_code == 200
    assert "Tangga" in client.get(f"/staf/pengaduan/{complaint.pk}/").content.decode()
    client_as(Role.SERVICE_OFFICER).post(address, said)
    assert RepairTicket.objects.latest("pk").complaint is None  # not one that the officer may see


def test_a_photo_that_is_none_is_refused_and_nothing_is_kept(client_as):
    fake = SimpleUploadedFile("foto.jpg", b"<script>alert(1)</script>", "image/jpeg")
    page = client_as(Role.LIBRARIAN).post(f"{LIST}baru/", {"place": "A", "fault": "B", "photo": fake})
    assert page.status_code == 422
    assert not RepairTicket.objects.exists()
    assert not StoredFile.objects.exists()


def test_whoever_sees_to_it_ends_it_and_nobody_else(client_as, head):
    owner = make_person(Role.SERVICE_OFFICER)
    ticket = make_repair()
    repairs.plan_repair(ticket=ticket, owner=owner, due_on=None, by=head)
    said = {"outcome": "Diganti", "cost_idr": "150.000"}
    assert client_as(Role.LIBRARIAN).post(f"{LIST}{ticket.pk}/selesai/", said).status_code == 403
    assert client_as(owner.user).post(f"{LIST}{ticket.pk}/selesai/", said).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.status, ticket.cost_idr) == ("done", 150_000)


def test_duties_end_with_the_repair(head):
    owner = make_person(Role.SERVICE_OFFICER)
    ticket, today = make_repair(), timezone.localdate()
    assert [row[1] for row in rows_of(duty("evaluations.plan-repair"), today)] == [str(ticket.pk)]
    repairs.plan_repair(ticket=ticket, owner=owner, due_on=today, by=head)
    assert not list(rows_of(duty("evaluations.plan-repair"), today))
    assert "evaluations.end-repair" in {row.code for _duty, row in open_for(owner.user, today)}
    end(ticket, head)
    assert "evaluations.end-repair" not in {row.code for _duty, row in open_for(owner.user, today)}


def test_pages_take_the_same_statements_for_one_ticket_and_three(client_as, head):
    def one_more():
        repairs.plan_repair(
            ticket=make_repair(), owner=make_person(Role.LIBRARIAN), due_on=timezone.localdate(), by=head
        )

    client = client_as(Role.DIVISION_HEAD)
    assert_same_queries(client, LIST, one_more)
    assert_same_queries(client, f"{LIST}{make_repair().pk}/", one_more)


def test_excel_holds_the_list_and_its_cost(client_as, head):
    end(make_repair(fault="=1+1"), head, cost_idr=75_000)
    page = client_as(Role.INSPECTOR).get(f"{LIST}excel/")
    cells = [cell for row in load_workbook(BytesIO(page.content)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if "1+1" in str(cell.value)] == ["s"]
    assert 75_000 in [cell.value for cell in cells]
