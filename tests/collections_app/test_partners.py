"""Schools suggest through a page of their own, behind a signed link, within what was agreed on."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.formats import tanggal
from collections_app.choices import DemandStatus
from collections_app.models import Suggestion, SuggestionPartner
from collections_app.selectors.board import board
from collections_app.services import suggestions
from collections_app.services.partners import (
    partner_url,
    prolong_link,
    read_partner_token,
    renew_link,
    revoke_link,
    school_year_end,
    used_by,
)
from collections_app.services.suggestions import HasCome, PartnerAskedTooOften, TooManyCopies, set_status, suggest
from tests.factories.collections_app import make_title
from tests.factories.suggestions import make_partner, make_wish, sure
from tests.pages import assert_same_queries
from tests.races import Meeting

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def path(partner):
    return "/" + partner_url(partner).split("/", 3)[3]


def today():
    return timezone.localdate()


def token(partner):
    return partner_url(partner).split("/")[-2]


def test_a_link_works_until_it_is_revoked_renewed_or_runs_out():
    partner = make_partner()
    old = token(partner)
    assert read_partner_token(old, today()) == partner
    assert read_partner_token(old[:-1], today()) is None
    assert read_partner_token(f"{make_partner().pk}" + old[old.index(".") :], today()) is None
    revoke_link(partner=partner, by=None, on=today())
    assert read_partner_token(old, today()) is None
    partner = renew_link(partner=partner, by=None, today=today())
    assert read_partner_token(old, today()) is None
    assert read_partner_token(token(partner), today()) == partner
    partner.ends_on = today() - timedelta(days=1)
    partner.save()
    assert read_partner_token(token(partner), today()) is None


def test_a_school_suggests_on_its_page_and_joins_the_same_demand(client):
    demand = make_wish(title="Bumi", author="Tere Liye").demand
    partner = make_partner(name="SMP Contoh 9 Baubau")
    page = client.get(path(partner))
    assert page.status_code == 200 and "SMP Contoh 9 Baubau" in page.content.decode()
    said = {"title": "Bumi", "author": "Tere Liye", "copies": 30, "name": "Kelas 7A"}
    said |= sure(client.post(path(partner), said))
    client.post(path(partner), said)
    wish = Suggestion.objects.get(partner=partner)
    assert (wish.demand, wish.school, wish.copies, wish.name) == (demand, "SMP Contoh 9 Baubau", 30, "Kelas 7A")
    (place,) = board(today=today(), budget_idr=0).places
    assert "sekolah" in place.why
    set_status(demand=demand, status=DemandStatus.ACCEPTED, by=None, on=today(), note="Dibeli bulan depan")
    assert "Dibeli bulan depan" in client.get(path(partner)).content.decode()


def test_a_second_class_adds_its_copies_and_the_school_reads_that_it_worked(client):
    partner = make_partner(most=1)
    said = {"title": "Aroma Karsa", "author": "Dee Lestari", "copies": 10, "name": "Kelas 7A"}
    page = client.post(path(partner), said, follow=True).content.decode()
    assert "“Aroma Karsa” sudah kami terima: 10 eksemplar diminta" in page

    said |= {"copies": 20, "name": "Kelas 9C"}
    shown = client.post(path(partner), said)
    html = shown.content.decode()
    assert "Anda sudah meminta 10 eksemplar judul ini" in html and "Tambahkan eksemplar ini" in html
    page = client.post(path(partner), said | sure(shown), follow=True).content.decode()

    wish = Suggestion.objects.get(partner=partner)
    assert (wish.copies, wish.name) == (30, "Kelas 7A, Kelas 9C")
    assert "30 eksemplar diminta" in page
    assert "30 eksemplar" not in client.get(path(make_partner()) + f"?terkirim={wish.pk}").content.decode()


def test_copies_of_one_title_have_an_end_and_none_are_added_to_what_has_come():
    partner = make_partner()
    said = {"title": "Bumi", "isbn": "9786020332949", "partner": partner}
    wish = make_wish(**said, copies=50)
    for _n in range(3):
        make_wish(**said, copies=50)
    with pytest.raises(TooManyCopies):
        make_wish(**said, copies=1)
    set_status(demand=wish.demand, status=DemandStatus.AVAILABLE, by=None, on=today())
    with pytest.raises(HasCome):
        make_wish(**said, copies=1)
    assert Suggestion.objects.get().copies == 200


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 7, 20), date(2027, 6, 30)),
        (date(2027, 2, 1), date(2027, 6, 30)),
        (date(2027, 5, 10), date(2028, 6, 30)),
        (date(2027, 6, 30), date(2028, 6, 30)),
    ],
)
def test_a_link_ends_with_the_school_year(day, ends):
    assert school_year_end(day) == ends


def test_one_press_prolongs_the_same_link(client_as):
    partner = make_partner(ends_on=today() - timedelta(days=1))
    page = url("partner-detail", partner.pk)
    assert read_partner_token(token(partner), today()) is None

    html = client_as(Role.LIBRARIAN).post(page, {"deed": "prolong"}, follow=True).content.decode()

    partner.refresh_from_db()
    assert partner.ends_on == school_year_end(today()) and tanggal(partner.ends_on) in html
    assert read_partner_token(token(partner), today()) == partner
    again = prolong_link(partner=partner, by=None, today=today())
    assert again.ends_on > partner.ends_on


def test_what_the_library_owns_is_shown_before_it_is_sent(client):
    make_title("Atheis", contributors=["Achdiat K. Mihardja"])
    partner, said = make_partner(), {"title": "Atheis", "author": "Achdiat K. Mihardja", "copies": 2}
    shown = client.post(path(partner), said)
    assert not Suggestion.objects.exists()
    client.post(path(partner), said | sure(shown))
    assert Suggestion.objects.count() == 1


def test_a_partner_suggests_no_more_than_agreed_in_its_period(client):
    partner = make_partner(most=2, period_days=30)
    make_wish(partner=partner, on=today() - timedelta(days=30))
    for _n in range(2):
        make_wish(partner=partner)
    assert used_by(partner, today()) == 2
    with pytest.raises(PartnerAskedTooOften):
        make_wish(partner=partner)
    assert "<form" not in client.get(path(partner)).content.decode().split("<main", 1)[1].split("</main", 1)[0]
    assert client.post(path(partner), {"title": "Satu lagi", "copies": 1}).status_code == 422
    make_wish(partner=make_partner(most=1))


def test_a_dead_link_says_so_and_takes_nothing(client):
    partner = make_partner(revoked_on=today())
    for answer in (client.get(path(partner)), client.post(path(partner), {"title": "Bumi", "copies": 1})):
        assert answer.status_code == 404
    assert client.get(url("partner-suggest", "1.1:palsu")).status_code == 404
    assert not Suggestion.objects.exists()


def test_staff_give_send_revoke_and_renew_a_link(client_as):
    client = client_as(Role.LIBRARIAN)
    said = {"name": "SD Contoh 3", "phone": "0812 3456 7890", "most": 10, "period_days": 60}
    client.post(url("partner-add"), said)
    assert not SuggestionPartner.objects.exists()  # a link has a last day
    said["ends_on"] = client.get(url("partner-add")).context["form"]["ends_on"].value()
    client.post(url("partner-add"), said)
    partner = SuggestionPartner.objects.get()
    page = client.get(url("partner-detail", partner.pk)).content.decode()
    assert partner_url(partner) in page and "wa.me/6281234567890" in page
    client.post(url("partner-detail", partner.pk), {"deed": "revoke"})
    assert "wa.me" not in client.get(url("partner-detail", partner.pk)).content.decode()
    client.post(url("partner-detail", partner.pk), {"deed": "renew"})
    client.post(url("partner-edit", partner.pk), said | {"most": 12})
    partner.refresh_from_db()
    assert (partner.serial, partner.revoked_on, partner.most) == (2, None, 12)
    assert partner.ends_on == school_year_end(today())
    assert [row.history_type for row in partner.history.order_by("pk")] == ["+", "~", "~", "~"]


def test_the_partner_gets_a_text_from_staff_when_its_title_moves(client_as):
    wish = make_wish(partner=make_partner(phone="6281234567890"))
    set_status(demand=wish.demand, status=DemandStatus.ORDERED, by=None, on=today())
    page = client_as(Role.LIBRARIAN).get(url("demand-detail", wish.demand_id)).content.decode()
    assert "wa.me/6281234567890" in page


def test_pages_of_partners_cost_the_same_for_one_row_and_three(client_as, client):
    staff = client_as(Role.LIBRARIAN)
    assert_same_queries(staff, url("partner-list"), lambda: make_wish(partner=make_partner()))
    partner = make_partner()
    assert_same_queries(staff, url("partner-detail", partner.pk), lambda: make_wish(partner=partner))
    assert_same_queries(client, path(partner), lambda: make_wish(partner=partner))


def _suggest_at_once(partner):
    """Six titles at the same moment through a link that allows two."""
    gate = Barrier(6)

    def one(number):
        try:
            gate.wait()
            suggest(title=f"Judul serentak {number}", partner=partner, on=today())
        except PartnerAskedTooOften:
            pass
        finally:
            connection.close()

    threads = [Thread(target=one, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Suggestion.objects.filter(partner=partner).count()


@pytest.mark.django_db(transaction=True)
def test_six_titles_at_once_stay_within_the_limit():
    assert _suggest_at_once(make_partner(most=2)) == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_more_slip_through(monkeypatch, unguarded):
    """Negative control: wishes are placed at the same time."""
    monkeypatch.setattr(suggestions, "one_at_a_time", lambda: None)
    monkeypatch.setattr(suggestions, "_within_limits", Meeting(6).after(suggestions._within_limits))
    assert _suggest_at_once(make_partner(most=2)) == 6
