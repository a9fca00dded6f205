"""The page that takes in the library system's exports: looked at first, then taken in as it was looked at."""

import re
from datetime import date, timedelta
from io import BytesIO
from threading import Event, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import counting
from baubau_pembinaan.libraries.counting import StandsOtherwise, import_counts, read_export
from baubau_pembinaan.libraries.models import DailyCount, ServicePoint
from tests.factories.libraries import make_service_point
from tests.libraries.test_counts import DAY, TODAY, VISITORS, record

pytestmark = pytest.mark.django_db
IMPORT = "/staf/hitungan/impor/"


def test_the_import_page_tries_first_and_says_what_is_wrong(client_as, clock):
    point, client = make_service_point(), client_as(Role.LIBRARIAN)

    def send(text, **more):
        file = SimpleUploadedFile("pengunjung.csv", text.encode())
        return client.post(IMPORT, {"file": file, "service_point": point.pk} | more)

    record(point, visits=88)
    tried = send(VISITORS)
    cells = re.findall(r"<td class=.num.>([^<]*)</td>", tried.content.decode())
    assert ("20 November 2026" in tried.content.decode(), cells) == (True, ["88", "2"])
    assert DailyCount.objects.get().visits == 88
    refused = send("Visit Date,Visitor Name\nkemarin,Wa\n")
    assert refused.status_code == 422
    assert "Baris 2" in refused.content.decode()
    assert client.post(IMPORT, {"tried": tried.context["tried"]}).status_code == 302
    assert DailyCount.objects.get(day=DAY).written_by.endswith("pengunjung.csv")
    assert list(DailyCount.objects.order_by("day").values_list("visits", flat=True)) == [2, 1]
    assert client.post(IMPORT, {"tried": tried.context["tried"]}).status_code == 302  # a second press changes nothing
    assert DailyCount.objects.count() == 2


def test_what_stands_otherwise_meanwhile_is_shown_before_it_is_replaced(client_as, clock):
    point, client = make_service_point(), client_as(Role.LIBRARIAN)
    record(point, visits=88)
    file = SimpleUploadedFile("pengunjung.csv", VISITORS.encode())
    tried = client.post(IMPORT, {"file": file, "service_point": point.pk}).context["tried"]
    record(point, visits=90)
    again = client.post(IMPORT, {"tried": tried})
    assert (again.status_code, DailyCount.objects.get().visits) == (409, 90)
    assert again.context["report"].corrections == [(DAY, 90, 2)]
    assert client.post(IMPORT, {"tried": again.context["tried"]}).status_code == 302
    assert DailyCount.objects.get(day=DAY).visits == 2


def test_a_preview_is_taken_in_by_its_reader_alone_and_within_a_day(client_as, staff_user, clock):
    point, client = make_service_point(), client_as(Role.LIBRARIAN)
    file = SimpleUploadedFile("pengunjung.csv", VISITORS.encode())
    tried = client.post(IMPORT, {"file": file, "service_point": point.pk}).context["tried"]
    other = client_as(staff_user(Role.LIBRARIAN))
    for who, text in ((other, tried), (client, tried[:-1]), (client, "")):
        assert "terlalu lama" in who.post(IMPORT, {"tried": text}, follow=True).content.decode()
    clock.move_to(timezone.now() + timedelta(days=1, minutes=1))
    client.post(IMPORT, {"tried": tried})
    assert not DailyCount.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_a_colleague_who_writes_at_the_same_moment_is_not_overwritten_unseen(monkeypatch, guarded):
    """Without the lock of the point the comparison would be made beside the writer, and the number replaced unseen."""
    if not guarded:
        plain = ServicePoint.objects.get_queryset().__class__
        monkeypatch.setattr(plain, "select_for_update", lambda self, *args, **kwargs: self)
    point = make_service_point()
    record(point, visits=88)
    file, read, compared = read_export(BytesIO(VISITORS.encode()), today=TODAY), Event(), Event()
    refused, report = [], counting.ImportReport
    monkeypatch.setattr(counting, "ImportReport", lambda *facts: (compared.set(), report(*facts))[1])

    def take_in():
        read.wait(60)  # the colleague holds the point, and has not said the last word yet
        try:
            import_counts(
                file=file, service_point=point, name="uji", at=timezone.now(), dry_run=False,
                seen={DAY: 88, date(2026, 11, 21): None},
            )  # fmt: skip
        except StandsOtherwise:
            refused.append(True)
        finally:
            connection.close()

    thread = Thread(target=take_in)
    thread.start()
    with transaction.atomic():
        record(point, visits=90)
        read.set()
        compared.wait(0.7 if guarded else 60)
    thread.join()
    assert (bool(refused), DailyCount.objects.get(day=DAY).visits) == ((True, 90) if guarded else (False, 2))
