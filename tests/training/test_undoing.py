"""A decision about JP is taken back while its year is open, and the verifier reads what else is to be known."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message
from tests.factories.training import make_certificate, make_entry, make_held, make_programme, make_worker
from tests.pages import assert_same_queries
from training.choices import LedgerStatus
from training.models import JpEntry, JpYear
from training.selectors import jp_of
from training.services import certificates, ledger, undoing
from training.services.ledger import CertificateStands, EnteredTwice, ReasonMissing, YearClosed
from training.services.ledger_refusals import NothingDecided

pytestmark = pytest.mark.django_db
NOW = timezone.now
SLIP = "Bukti milik orang lain"


def verified(person=None, **fields):
    return ledger.verify_entry(entry=make_entry(person, **fields), by=None, at=NOW())


def take_back(entry, reason=SLIP, by=None):
    return undoing.take_back_decision(entry=entry, by=by, at=NOW(), reason=reason)


def test_a_verification_taken_back_waits_again_and_its_person_reads_why():
    entry = verified()
    year = entry.year
    assert jp_of(entry.profile, year).verified == 4
    with pytest.raises(ReasonMissing):
        take_back(entry, " ")
    entry = take_back(entry)
    totals = jp_of(entry.profile, year)
    assert (totals.verified, totals.earned) == (0, 4)
    assert (entry.status, entry.decided_at, entry.decided_by, entry.reason) == (LedgerStatus.EARNED, None, None, SLIP)
    assert entry.history.first().history_change_reason == SLIP
    told = Message.objects.get(recipient=entry.profile.user, key__startswith=f"training.jp.{entry.pk}.taken-back.")
    assert SLIP in told.body
    assert "tidak lagi dihitung 4 JP" in told.body
    with pytest.raises(NothingDecided):
        take_back(entry)


def test_what_is_verified_once_more_is_told_once_more_and_forgets_the_reason():
    entry = take_back(verified())
    entry = ledger.verify_entry(entry=entry, by=None, at=NOW())
    assert entry.reason == ""
    assert Message.objects.filter(key__startswith=f"training.jp.{entry.pk}.verified.").count() == 2


def test_whoever_ticked_it_off_in_the_personnel_system_is_told_to_mend_it_there():
    entry = verified()
    ledger.mark_uploaded(entry=entry, done=True, by=None)
    take_back(entry)
    told = Message.objects.get(key__startswith=f"training.jp.{entry.pk}.taken-back.")
    assert "sistem kepegawaian" in told.body


def test_a_closed_year_keeps_its_decisions():
    last = date(timezone.localdate().year - 1, 11, 3)
    entry = verified(starts_on=last, ends_on=last)
    JpYear.objects.create(year=last.year, closed_at=NOW())
    with pytest.raises(YearClosed):
        take_back(entry)
    entry.refresh_from_db()
    assert entry.is_verified


def test_jp_that_a_valid_certificate_states_are_taken_back_by_revoking_it():
    certificate = make_certificate()
    entry = JpEntry.objects.get(enrolment=certificate.enrolment)
    with pytest.raises(CertificateStands):
        take_back(entry)
    without = ledger.verify_entry(
        entry=JpEntry.objects.get(enrolment__session=make_held(make_programme(gives_certificate=False))),
        by=None,
        at=NOW(),
    )
    assert take_back(without).is_waiting


def test_a_refusal_is_taken_back_unless_the_training_was_entered_anew():
    person = make_worker()
    first = make_entry(person, certificate_number="K4P/1")
    ledger.refuse_entry(entry=first, by=None, at=NOW(), reason="Tidak terbaca")
    second = make_entry(person, certificate_number="K4P/1")
    with pytest.raises(EnteredTwice):
        take_back(first)
    ledger.remove_entry(entry=second, by=None)
    assert take_back(first).is_waiting


def test_a_conference_taken_back_owes_nothing_unless_it_was_written_of():
    person = make_worker()
    entry = verified(person, form="conference")
    assert person.conference_reports.get().is_owed
    take_back(entry)
    assert not person.conference_reports.exists()
    ledger.verify_entry(entry=entry, by=None, at=NOW())
    report = person.conference_reports.get()
    report.learnt = "Layanan keliling dari Kendari"
    report.save()
    take_back(entry)
    assert person.conference_reports.get() == report


def test_an_administrator_finds_the_decision_and_takes_it_back(client_as):
    entry, other = verified(title="Seminar Keliru"), verified()
    client = client_as(Role.ADMINISTRATOR)
    page = client.get(reverse("training:decided"), {"q": "keliru"}).content.decode()
    address = reverse("training:entry-withdraw", args=[entry.pk])
    assert address in page
    assert other.title not in page
    assert "Tarik keputusan" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    answer = client.post(address, {"reason": SLIP, "seen": entry.mark}, follow=True).content.decode()
    assert "menunggu verifikasi lagi" in answer
    assert f"Catatan verifikator sebelumnya: {SLIP}" in answer
    assert entry.history.first().history_user_id == client.user.pk
    assert address not in client.get(reverse("training:decided")).content.decode()


def test_decisions_of_a_closed_year_are_not_offered(client_as):
    last = date(timezone.localdate().year - 1, 11, 3)
    entry = verified(starts_on=last, ends_on=last)
    client, page = client_as(Role.ADMINISTRATOR), reverse("training:decided")
    assert entry.title in client.get(page).content.decode()
    JpYear.objects.create(year=last.year, closed_at=NOW())
    assert entry.title not in client.get(page).content.decode()
    answer = client.post(
        reverse("training:entry-withdraw", args=[entry.pk]), {"reason": SLIP, "seen": entry.mark}
    ).content.decode()
    assert f"Tahun JP {last.year} sudah ditutup" in answer


def test_where_a_certificate_states_the_jp_the_list_leads_to_it(client_as):
    certificate = make_certificate()
    entry = JpEntry.objects.get(enrolment=certificate.enrolment)
    client = client_as(Role.ADMINISTRATOR)
    html = client.get(reverse("training:decided")).content.decode()
    assert f"Sertifikat {certificate.number.text}</a>" in html
    assert reverse("training:entry-withdraw", args=[entry.pk]) not in html
    html = client.get(reverse("training:certificate-list"), {"q": certificate.number.text}).content.decode()
    assert reverse("training:certificate-revoke", args=[certificate.pk]) in html


def test_the_list_of_decisions_costs_the_same_for_one_row_and_three(client_as):
    client = client_as(Role.ADMINISTRATOR)
    page = assert_same_queries(client, reverse("training:decided"), verified)
    assert len(page.context["part"]) == 3
    assert_same_queries(client, reverse("training:decided") + "?q=contoh", verified)


def test_a_revoked_certificate_is_named_to_the_verifier_and_to_its_person(client_as):
    certificate = make_certificate()
    person = certificate.enrolment.profile
    day = timezone.localdate()
    certificates.revoke_certificate(certificate=certificate, by=None, on=day, reason="Salah orang")
    admin, words = client_as(Role.ADMINISTRATOR), "Alasan: Salah orang"
    for html in (
        admin.get(reverse("training:verification")).content.decode(),
        client_as(person.user).get(reverse("training:my-jp"), {"tahun": day.year}).content.decode(),
    ):
        assert words in html
        assert "Sertifikatnya dicabut pada" in html
    certificates.reissue_certificate(certificate=certificate, by=None, at=NOW())
    assert words not in client_as(person.user).get(reverse("training:my-jp")).content.decode()


def test_what_can_be_decided_stands_first_and_the_rest_is_folded(client_as):
    admin = make_worker("Administrator")
    external = make_programme(provider_kind="external", provider="Perpusnas")
    lacking = JpEntry.objects.get(enrolment__session=make_held(external))
    own, ready = make_entry(admin), make_entry()
    page = client_as(admin.user).get(reverse("training:verification"))
    assert [entry.pk for entry in page.context["rows"]] == [ready.pk]
    assert [entry.pk for entry in page.context["rest"]] == [lacking.pk, own.pk]
    html = page.content.decode()
    assert html.index(ready.title) < html.index("<summary>Menunggu sertifikat") < html.index(own.title)
    assert '<details class="more section"><summary>Menunggu' in html
    ledger.verify_entry(entry=ready, by=None, at=NOW())
    assert (
        '<details class="more section" open>'
        in client_as(admin.user).get(reverse("training:verification")).content.decode()
    )


def test_another_training_on_the_same_days_is_shown_to_the_verifier(client_as):
    day, person = timezone.localdate(), make_worker()
    verified(person, title="Lokakarya Poster", starts_on=day - timedelta(days=6), ends_on=day - timedelta(days=4))
    client, page = client_as(Role.ADMINISTRATOR), reverse("training:verification")
    before = make_entry(person, starts_on=day - timedelta(days=3), ends_on=day - timedelta(days=3))
    make_entry(starts_on=day - timedelta(days=5), ends_on=day - timedelta(days=5))  # somebody else's
    assert "Pada hari yang sama" not in client.get(page).content.decode()
    ledger.refuse_entry(entry=before, by=None, at=NOW(), reason="Tidak terbaca")
    make_entry(person, starts_on=day - timedelta(days=5), ends_on=day - timedelta(days=3))
    assert "Pada hari yang sama sudah ada: Lokakarya Poster" in client.get(page).content.decode()


def test_the_words_after_a_decision_say_which_it_was(client_as):
    client = client_as(Role.ADMINISTRATOR)
    yes, no = make_entry(title="Seminar Ya"), make_entry(title="Seminar Tidak")
    said = client.post(
        reverse("training:entry-decide", args=[yes.pk]), {"decision": "yes", "seen": yes.mark}, follow=True
    )
    assert f"{yes.profile}: “Seminar Ya” terverifikasi dan dihitung 4 JP." in said.content.decode()
    refusal = {"decision": "no", "reason": "Tidak terbaca", "seen": no.mark}
    said = client.post(reverse("training:entry-decide", args=[no.pk]), refusal, follow=True)
    assert f"{no.profile}: “Seminar Tidak” tidak diterima;" in said.content.decode()


@pytest.mark.parametrize("decision", ["yes", "no"])
def test_what_was_mended_after_it_was_shown_is_not_decided(client_as, decision):
    """Its person may mend a waiting entry: the verifier decides about what the page showed, or looks again."""
    entry, client = make_entry(title="Seminar Lama"), client_as(Role.ADMINISTRATOR)
    page = client.get(reverse("training:verification")).content.decode()
    assert page.count(f'name="seen" value="{entry.mark}"') == 2
    later = JpEntry.objects.get(pk=entry.pk)
    later.title, later.jp = "Kursus Lain Sekali", 60
    later.save()
    press = {"decision": decision, "reason": "x", "seen": entry.mark}
    said = client.post(reverse("training:entry-decide", args=[entry.pk]), press, follow=True).content.decode()
    assert "berubah sementara itu" in said
    assert JpEntry.objects.get(pk=entry.pk).is_waiting
    client.post(reverse("training:entry-decide", args=[entry.pk]), {**press, "seen": later.mark})
    assert not JpEntry.objects.get(pk=entry.pk).is_waiting


def test_a_decision_made_anew_meanwhile_is_not_taken_back_unread(client_as):
    entry, client = verified(), client_as(Role.ADMINISTRATOR)
    address = reverse("training:entry-withdraw", args=[entry.pk])
    old = JpEntry.objects.get(pk=entry.pk).mark
    assert f'value="{old}"' in client.get(address).content.decode()
    undoing.take_back_decision(entry=entry, by=None, at=NOW(), reason=SLIP)
    ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Tidak terbaca")
    answer = client.post(address, {"reason": SLIP, "seen": old}).content.decode()
    assert "berubah sementara itu" in answer
    assert f'value="{JpEntry.objects.get(pk=entry.pk).mark}"' in answer
    assert JpEntry.objects.get(pk=entry.pk).status == LedgerStatus.REFUSED


def test_verification_costs_the_same_with_rows_of_both_kinds(client_as):
    def more():
        make_entry(jp=9, sure=True)
        make_held(make_programme(provider_kind="external", provider="Perpusnas"))

    page = assert_same_queries(client_as(Role.ADMINISTRATOR), reverse("training:verification"), more)
    assert (len(page.context["rows"]), len(page.context["rest"])) == (3, 3)


def test_nobody_takes_back_a_decision_about_themselves(client_as):
    admin = make_worker("Administrator")
    entry = verified(admin, starts_on=timezone.localdate() - timedelta(days=1))
    address = reverse("training:entry-withdraw", args=[entry.pk])
    client = client_as(admin.user)
    assert address not in client.get(reverse("training:decided")).content.decode()
    assert client.post(address, {"reason": SLIP}).status_code == 403
