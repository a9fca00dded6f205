"""Hours of learning: the rate table, what counts, when, and a year that is closed."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.sniff import FileRefused
from baubau_pembinaan.notifications.models import Message
from tests.factories.training import (
    make_certificate,
    make_entry,
    make_held,
    make_programme,
    make_seated,
    make_session,
    make_worker,
    slot,
)
from tests.pages import assert_same_queries
from training.choices import LedgerStatus
from training.jp import earned_share, jp_of_days, rate_for
from training.models import JpEntry, JpRate, JpTarget
from training.selectors import jp_of
from training.services import ledger
from training.services.ledger import (
    AlreadyDecided,
    EnteredTwice,
    EntriesWaiting,
    InTheFuture,
    JpUnknown,
    ReasonMissing,
    YearClosed,
    YearNotOver,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now
D = Decimal


@pytest.mark.parametrize(
    ("form", "scope", "jp", "days", "meetings", "wanted"),
    [
        ("seminar", "national", None, 2, 2, D(8)),
        ("workshop", "national", None, 3, 3, D(15)),
        ("workshop", "international", None, 1, 1, D(7)),
        ("conference", "international", None, 2, 2, D(12)),
        ("technical", "international", D(40), 5, 5, D(48)),
        ("technical", "national", D(40), 5, 5, D(40)),
        ("technical", "national", None, 5, 5, None),
        ("e_learning", "national", D(6), 1, 1, D(6)),
        ("coaching", "national", None, 2, 3, D(6)),
        ("internship", "national", None, 5, 5, D(10)),
    ],
)
def test_the_rate_table_counts_as_the_worked_examples_say(form, scope, jp, days, meetings, wanted):
    rate = rate_for(JpRate.objects.all(), form, scope, date(2026, 11, 1))
    assert jp_of_days(rate, jp, days=days, meetings=meetings) == wanted


def test_a_new_rate_holds_from_its_day_and_old_trainings_keep_theirs():
    JpRate.objects.create(form="seminar", scope="national", unit="day", jp=6, valid_from=date(2026, 7, 1))
    rates = list(JpRate.objects.all())
    assert rate_for(rates, "seminar", "national", date(2026, 6, 30)).jp == 4
    assert rate_for(rates, "seminar", "national", date(2026, 7, 1)).jp == 6
    assert rate_for(rates, "seminar", "national", date(2010, 1, 1)) is None


@pytest.mark.parametrize(
    ("minutes", "pro_rata", "wanted"),
    [
        (180, False, D(5)),
        (144, False, D(5)),
        (143, False, None),
        (90, True, D("2.50")),
        (61, True, D("1.69")),
        (0, True, None),
    ],
)
def test_part_attendance_counts_in_part_only_where_the_programme_says_so(minutes, pro_rata, wanted):
    assert earned_share(D(5), minutes=minutes, of_minutes=180, least_percent=80, pro_rata=pro_rata) == wanted


def test_a_held_session_earns_jp_that_count_only_once_verified(client_as):
    person = make_worker(employment_status="pns")
    year = timezone.localdate() - timedelta(1)
    session = make_held(profiles=[person])
    totals = jp_of(person, year.year)
    assert (totals.target, totals.earned, totals.verified, totals.missing) == (20, D(5), D(0), D(20))
    entry = JpEntry.objects.get(enrolment__session=session)
    assert entry.rate == rate_for(JpRate.objects.all(), "workshop", "national", year)
    ledger.verify_entry(entry=entry, by=None, at=NOW())
    totals = jp_of(person, year.year)
    assert (totals.earned, totals.verified, totals.missing) == (D(0), D(5), D(15))
    assert Message.objects.filter(recipient=person.user, key__startswith=f"training.jp.{entry.pk}.verified.").exists()


def test_a_seat_in_a_coming_session_is_planned_jp():
    person = make_worker(employment_status="pns")
    on = date(timezone.localdate().year, 12, 31)
    make_seated(make_session(slots=[slot(on), slot(on, 14)]), person)
    assert jp_of(person, on.year).planned == D(5)
    assert jp_of(make_worker(), on.year).planned == D(0)


def test_targets_follow_status_and_year():
    JpTarget.objects.create(employment_status="pppk", from_year=2025, jp=24)
    assert jp_of(make_worker(employment_status="pppk"), 2024).target is None
    assert jp_of(make_worker(employment_status="pppk"), 2026).target == 24
    assert jp_of(make_worker(employment_status="non_asn"), 2026).target is None


def test_training_elsewhere_counts_by_day_or_as_its_certificate_says():
    today = timezone.localdate()
    assert make_entry(starts_on=today - timedelta(2)).jp == D(12)
    with pytest.raises(JpUnknown):
        make_entry(form="technical")
    assert make_entry(form="technical", jp=D(30)).jp == D(30)
    with pytest.raises(InTheFuture):
        make_entry(ends_on=today + timedelta(1))


def test_the_same_training_is_entered_once():
    entry = make_entry()
    with pytest.raises(EnteredTwice):
        make_entry(entry.profile, title=entry.title.upper())
    ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Bukti tidak terbaca")
    assert make_entry(entry.profile, title=entry.title).is_waiting


@pytest.mark.parametrize("content", [b"<svg xmlns='x'/>", b"<html>", b"PK\x03\x04zip", b"%PDF-1.4 no end", b""])
def test_proof_of_the_wrong_kind_is_refused_and_nothing_stays(content):
    upload = io.BytesIO(content)
    upload.name = "bukti.pdf"
    with pytest.raises(FileRefused):
        make_entry(upload=upload)
    assert not JpEntry.objects.exists()


def test_what_is_decided_is_decided_and_a_refusal_says_why():
    entry = make_entry()
    with pytest.raises(ReasonMissing):
        ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason=" ")
    ledger.verify_entry(entry=entry, by=None, at=NOW())
    for deed in (
        lambda: ledger.verify_entry(entry=entry, by=None, at=NOW()),
        lambda: ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="x"),
        lambda: ledger.remove_entry(entry=entry, by=None),
    ):
        with pytest.raises(AlreadyDecided):
            deed()


def test_the_database_verifies_nothing_from_elsewhere_without_proof():
    entry = make_entry()
    entry.proof, entry.status, entry.decided_at = None, LedgerStatus.VERIFIED, NOW()
    with pytest.raises(IntegrityError, match="jp_from_elsewhere_is_verified_with_proof"), transaction.atomic():
        entry.save()


def test_a_year_is_closed_when_it_is_over_and_everything_is_decided():
    today = timezone.localdate()
    last = date(today.year - 1, 12, 1)
    entry = make_entry(starts_on=last, ends_on=last)
    with pytest.raises(YearNotOver):
        ledger.close_year(year=today.year, by=None, at=NOW(), on=today)
    with pytest.raises(EntriesWaiting):
        ledger.close_year(year=last.year, by=None, at=NOW(), on=today)
    ledger.verify_entry(entry=entry, by=None, at=NOW())
    for _twice in range(2):
        ledger.close_year(year=last.year, by=None, at=NOW(), on=today)
    with pytest.raises(YearClosed):
        make_entry(starts_on=last, ends_on=last)
    assert jp_of(entry.profile, last.year).is_closed


def test_the_pages_cost_the_same_for_one_row_and_three(client_as):
    person = make_worker(employment_status="pns")
    client = client_as(person.user)
    assert_same_queries(client, reverse("training:my-jp"), lambda: make_entry(person))
    admin = client_as(Role.ADMINISTRATOR)
    assert_same_queries(admin, reverse("training:verification"), make_entry)
    page = assert_same_queries(admin, reverse("training:team-jp"), lambda: make_entry(make_worker()))
    assert len(page.context["rows"]) >= 4


def test_a_librarian_enters_and_an_administrator_verifies(client_as):
    person, admin = make_worker(employment_status="pns"), client_as(Role.ADMINISTRATOR)
    client = client_as(person.user)
    today = timezone.localdate()
    upload = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    upload.name = "sertifikat.pdf"
    client.post(
        reverse("training:external-add"),
        {
            "title": "Seminar Literasi",
            "form": "seminar",
            "scope": "national",
            "organiser": "Perpusnas",
            "starts_on": f"{today:%d-%m-%Y}",
            "ends_on": f"{today:%d-%m-%Y}",
            "certificate_number": "7/2026",
            "upload": upload,
        },
    )
    entry = JpEntry.objects.get()
    assert "Seminar Literasi" in admin.get(reverse("training:verification")).content.decode()
    assert client_as(Role.LIBRARIAN).get(entry.proof.get_absolute_url()).status_code == 404
    assert admin.get(entry.proof.get_absolute_url()).status_code == 200
    admin.post(reverse("training:entry-decide", args=[entry.pk]), {"decision": "yes", "seen": entry.mark})
    html = client.get(reverse("training:my-jp")).content.decode()
    assert "dari 20 JP" in html
    assert "Terverifikasi" in html
    client.post(reverse("training:entry-uploaded", args=[entry.pk]), {"done": "yes"})
    entry.refresh_from_db()
    assert entry.is_uploaded


def test_who_leads_reads_the_proof_of_their_staff(client_as):
    leader = make_worker()
    entry = make_entry(make_worker(supervisor=leader))
    assert client_as(leader.user).get(entry.proof.get_absolute_url()).status_code == 200


def test_a_programme_without_jp_earns_none_and_the_page_says_so(client_as):
    session = make_held(make_programme(form="e_learning"))
    assert not JpEntry.objects.filter(enrolment__session=session).exists()


def test_a_certificate_is_entered_once_whatever_the_training_is_called():
    entry = make_entry(certificate_number="K4P/1")
    for number in ("K4P/1", " k4p/1 "):
        with pytest.raises(EnteredTwice):
            make_entry(entry.profile, certificate_number=number)
    assert make_entry(certificate_number="K4P/1").is_waiting  # somebody else's
    ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Bukti tidak terbaca")
    assert make_entry(entry.profile, certificate_number="K4P/1").is_waiting


def test_a_certificate_of_the_house_is_no_training_elsewhere():
    person = make_worker()
    own = make_certificate(person)
    with pytest.raises(EnteredTwice):
        make_entry(person, certificate_number=own.number.text)
