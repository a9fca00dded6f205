"""What is said after a press tells what came of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from tests.factories.training import make_programme, make_request, make_seated, make_session, make_worker, slot
from training.choices import EnrolmentStatus

pytestmark = pytest.mark.django_db
S = EnrolmentStatus


def decide(client, row, **data):
    answer = client.post(reverse("training:decide", args=[row.pk]), {"decision": "yes", **data}, follow=True)
    return answer.content.decode()


def test_an_approval_says_whether_there_was_a_seat(client_as):
    client, session = client_as(Role.ADMINISTRATOR), make_session(capacity=1)
    first, second, third = (make_request(session) for _person in range(3))
    assert f"{first.profile}: disetujui dan mendapat tempat." in decide(client, first)
    assert f"{second.profile}: disetujui dan masuk daftar tunggu" in decide(client, second)
    said = decide(client, third, decision="no", reason="Ada tugas lain")
    assert f"{third.profile}: tidak disetujui." in said


def test_a_first_approval_says_that_a_second_one_is_asked(client_as):
    switches.turn("two_stage_approval", True, by=None)
    row = make_request(make_session(make_programme(needs_second_approval=True)))
    assert "Sekarang menunggu persetujuan kedua." in decide(client_as(Role.ADMINISTRATOR), row)
    row.refresh_from_db()
    assert row.status == S.ENDORSED


@pytest.mark.parametrize(("maker", "words"), [(make_seated, "tempatnya untuk urutan"), (make_request, "ditarik.")])
def test_a_withdrawal_is_not_called_completed(client_as, maker, words):
    row = maker()
    client = client_as(row.profile.user)
    html = client.post(reverse("training:withdraw", args=[row.pk]), {"reason": ""}, follow=True).content.decode()
    assert "Pendaftaran ditarik" in html
    assert words in html
    assert "Selesai:" not in html


def test_who_waits_in_line_is_told_so_at_the_door_and_has_no_button(client_as, clock):
    day = timezone.localdate() + timedelta(days=3)
    session = make_session(capacity=1, on=day, slots=[slot(day)])
    seated, waiting = make_seated(session), make_seated(session)
    meeting, outsider = session.meetings.get(), make_worker()
    clock.move_to(meeting.starts_at)
    address = reverse("training:check-in", args=[meeting.token])
    assert waiting.status == S.WAITING
    html = client_as(waiting.profile.user).get(address).content.decode()
    assert "Anda masih di daftar tunggu sesi ini" in html
    assert "Saya hadir</button>" not in html
    client = client_as(outsider.user)
    html = client.post(address, follow=True).content.decode()
    assert "Anda tidak mendapat tempat di sesi ini." in html
    assert f"{outsider} tidak punya tempat" not in html
    assert "Saya hadir</button>" in client_as(seated.profile.user).get(address).content.decode()
