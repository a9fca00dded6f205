"""Reviewers from outside: proposed and approved like colleagues, answering once by a link, as nameless as everybody."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.duties import get
from evaluations.links import guest_url
from evaluations.models import RoundAnswer, RoundGuest, UsedRoundLink
from evaluations.review_choices import Relation, Stage, Value
from evaluations.services.reviews import circles, guests
from evaluations.services.reviews.refusals import NotAtThisStage, NotYours
from tests.factories.accounts import make_person
from tests.factories.reviews import make_chain, make_review, make_round
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
SCORES = [3, 4, 2, 3, 4, 0, 3]
FORM = dict(zip(Value.values, SCORES, strict=True))
MARK = "Ucapan-yang-mudah-dikenali"


@pytest.fixture(autouse=True)
def _on(db):
    switches.turn("review_360", True, by=None)


def page(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def link(guest):
    return urlsplit(guest_url(RoundGuest.objects.get(pk=guest.pk))).path


def asked_guests(today, n=4, **more):
    """A review whose round was opened by its lead for `n` teachers."""
    person, lead, _superior = make_chain()
    review = make_review(person)
    rows = [
        guests.propose_guest(
            review=review, name=f"Guru Contoh {number}", organisation="SDN Contoh", by=person.user, on=today, **more
        )
        for number in range(n)
    ]
    circles.open_round(review=review, closes_on=today + timedelta(days=7), by=lead.user, on=today)
    return review, rows, person, lead


def test_from_the_proposal_to_the_result(client, client_as, today, django_capture_on_commit_callbacks):
    person, lead, _superior = make_chain()
    review, reader, leader = make_review(person), client_as(person.user), client_as(lead.user)
    for number in range(4):
        data = {"name": f"Guru Contoh {number}", "organisation": "SDN Contoh", "phone": "0812 3456 7890"}
        data["email"] = "guru@contoh.example" if number == 0 else ""
        assert reader.post(page("round-guest-propose", review.pk), data).status_code == 302
    assert "Guru Contoh 3" in leader.get(page("round-detail", review.pk)).content.decode()
    (duty,) = get("evaluations.approve-round").rows(today).values("duty_recipient")
    assert duty["duty_recipient"] == lead.user_id
    with django_capture_on_commit_callbacks(execute=True):
        opened = leader.post(page("round-open", review.pk), {"closes_on": today + timedelta(days=7)})
    assert opened["Location"] == page("round-guests", review.pk)
    slips = leader.get(page("round-guests", review.pk)).content.decode()
    rows = list(RoundGuest.objects.order_by("pk"))
    assert all(guest_url(row) in slips and "https://wa.me/6281234567890" in slips for row in rows)
    assert [message.to for message in mail.outbox] == [["guru@contoh.example"]]
    assert guest_url(rows[0]) in mail.outbox[0].body
    for row in rows:
        assert client.post(link(row), {"strength": ""}).status_code == 422
        assert client.post(link(row), {**FORM, "strength": MARK})["Location"] == page("round-guest-thanks")
    circles.close_due_rounds(on=today + timedelta(days=8))
    shown = leader.get(page("round-detail", review.pk))
    (group,) = shown.context["outcome"].figures.groups
    assert (group.n, group.relations) == (4, (Relation.PARTNER,))
    assert not RoundGuest.objects.exists()
    assert not UsedRoundLink.objects.exists()


def test_who_may_be_proposed_and_by_whom(today):
    person, lead, superior = make_chain()
    review = make_review(person)
    said = {"review": review, "name": "Ibu Contoh", "organisation": "SDN Contoh", "on": today}
    row = guests.propose_guest(by=lead.user, **said)
    with pytest.raises(circles.ReviewerTwice):
        guests.propose_guest(by=person.user, **{**said, "name": "ibu contoh"})
    with pytest.raises(NotYours):
        guests.propose_guest(by=superior.user, **{**said, "name": "Pak Contoh"})
    colleague = make_person()
    colleague.user.email = "rekan@contoh.example"
    colleague.user.save()
    with pytest.raises(guests.GuestHasAccount):
        guests.propose_guest(by=person.user, **{**said, "name": "Pak Contoh", "email": "Rekan@contoh.example"})
    guests.withdraw_guest(guest=row, by=person.user, on=today)
    assert not RoundGuest.objects.exists()
    review, rows, person, _lead = asked_guests(today)
    with pytest.raises(NotAtThisStage):
        guests.propose_guest(by=person.user, **{**said, "review": review})
    with pytest.raises(NotAtThisStage):
        guests.withdraw_guest(guest=rows[0], by=person.user, on=today)


def test_three_guests_are_too_few(today):
    with pytest.raises(circles.TooFewReviewers):
        asked_guests(today, n=3)


# --- The link ----------------------------------------------------------------------------------------------------


def test_the_page_names_person_and_position_and_nothing_else_of_the_record(client, today):
    review, (row, *_others), person, lead = asked_guests(today)
    post = appointment_on(person, today)
    source = client.get(link(row)).content.decode()
    assert person.full_name in source
    assert str(post.position) in source
    assert '<meta name="robots" content="noindex">' in source
    assert "<script" not in source
    assert len(source) < 60_000
    for secret in (lead.name, "Kelas literasi", row.name, row.organisation, str(review.cycle.year)):
        assert secret not in source


def test_a_used_link_looks_like_an_unused_one_and_counts_once(client, today):
    _review, (row, *_others), _person, _lead = asked_guests(today)

    def plain():
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(link(row)).content.decode())

    before = plain()
    first = client.post(link(row), FORM)
    assert plain() == before
    again = client.post(link(row), {**FORM, "strength": MARK})
    assert (again.status_code, again["Location"]) == (first.status_code, first["Location"])
    assert [answer.strength for answer in RoundAnswer.objects.all()] == [""]


def test_a_link_ends_with_revocation_a_new_one_the_last_day_and_the_switch(client, today, clock):
    _review, rows, _person, lead = asked_guests(today)
    said = {"by": lead.user, "on": today}
    old = link(rows[0])
    guests.renew_guest_link(guest=rows[0], **said)
    assert client.get(old).status_code == 404
    assert client.get(link(rows[0])).status_code == 200
    client.post(link(rows[0]), FORM)
    guests.renew_guest_link(guest=rows[0], **said)
    client.post(link(rows[0]), FORM)
    assert RoundAnswer.objects.count() == 1  # a new link gives no second answer
    guests.revoke_guest_link(guest=rows[1], **said)
    assert client.get(link(rows[1])).status_code == 404
    assert client.post(link(rows[1]), FORM).status_code == 404
    with pytest.raises(guests.LinkNotValid):
        guests.answer_as_guest(guest=RoundGuest.objects.get(pk=rows[1].pk), on=today, scores=SCORES)
    guests.renew_guest_link(guest=rows[1], **said)
    assert client.get(link(rows[1])).status_code == 200
    with pytest.raises(NotAtThisStage):
        guests.answer_as_guest(guest=RoundGuest.objects.get(pk=rows[1].pk), on=today + timedelta(days=8), scores=SCORES)
    switches.turn("review_360", False, by=None)
    assert client.get(link(rows[1])).status_code == 404
    switches.turn("review_360", True, by=None)
    circles.close_due_rounds(on=today + timedelta(days=8))
    assert client.get(old).status_code == 404
    assert client.get(page("round-guest", "omong-kosong")).status_code == 404


def test_a_connection_that_guesses_or_floods_is_stopped(client, today, monkeypatch):
    from evaluations.views import round_guest

    monkeypatch.setattr(round_guest, "TRIES_PER_ADDRESS", 3)
    _review, rows, _person, _lead = asked_guests(today)
    for _ in range(10):
        assert client.get(link(rows[0])).status_code == 200  # a genuine link costs nothing
    for _ in range(3):
        assert client.post(link(rows[0]), FORM).status_code == 302
    flooded = client.post(link(rows[1]), {**FORM, "strength": MARK})
    assert flooded.status_code == 429
    assert MARK in flooded.content.decode()  # what was typed is not lost
    assert client.get(link(rows[1])).status_code == 404
    assert RoundAnswer.objects.count() == 1


# --- Nobody can tell who said what -------------------------------------------------------------------------------


def test_nothing_written_with_an_answer_names_the_guest(today):
    _review, rows, _person, _lead = asked_guests(today)
    (guest, *_others) = rows

    def dump():
        """Every row of every table but the answers' own and the digest's."""
        found = {}
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                if table not in ("evaluations_roundanswer", "evaluations_usedroundlink"):
                    cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
                    found[table] = cursor.fetchone()[0]
        return found

    def versions():
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xmin::text, xmax::text FROM evaluations_roundguest ORDER BY id")
            return cursor.fetchall()

    before, held = dump(), versions()
    assert guests.answer_as_guest(guest=RoundGuest.objects.get(pk=guest.pk), on=today, scores=SCORES)
    assert dump() == before
    assert versions() == held  # not even the row's hidden columns
    (used,) = UsedRoundLink.objects.values_list("digest", flat=True)
    assert bytes(used) == guest.used_digest


def test_only_the_lead_gets_at_the_links(client_as, today):
    review, rows, person, lead = asked_guests(today)
    others = [person.user, make_person(Role.AGENCY_HEAD).user, make_person(Role.ADMINISTRATOR).user]
    for user in others:
        client = client_as(user)
        assert client.get(page("round-guests", review.pk)).status_code in (403, 404)
        assert client.post(page("round-guest-link", rows[0].pk), {"deed": "renew"}).status_code in (403, 404)
        assert rows[0].name not in client.get(page("round-detail", review.pk)).content.decode()
    client = client_as(lead.user)
    url = page("round-guests", review.pk)
    before = re.sub(r'value="\w{64}"', "", client.get(url).content.decode())
    guests.answer_as_guest(guest=rows[0], on=today, scores=SCORES)
    assert re.sub(r'value="\w{64}"', "", client.get(url).content.decode()) == before
    assert client.post(page("round-guest-link", rows[0].pk), {"deed": "revoke"}).status_code == 302
    assert guest_url(rows[0]) not in client.get(url).content.decode()


def test_a_list_never_approved_forgets_its_guests(today):
    for status in (Stage.RUNNING, Stage.CALIBRATION):
        row = make_round(make_review(stage=status), status="proposing")
        RoundGuest.objects.create(round=row, name="Ibu Contoh", organisation="SDN Contoh")
    circles.close_due_rounds(on=today)
    assert [guest.round.review.stage for guest in RoundGuest.objects.all()] == [Stage.RUNNING]


def test_the_mail_server_may_refuse(client_as, today, monkeypatch):
    _review, rows, _person, lead = asked_guests(today, email="guru@contoh.example")

    def refuse(message, *, wait):
        raise OSError

    client = client_as(lead.user)
    url, deed = page("round-guest-link", rows[0].pk), {"deed": "mail"}
    mail.outbox.clear()
    client.post(url, deed)
    assert len(mail.outbox) == 1
    monkeypatch.setattr("evaluations.services.reviews.guest_words.send_beside", refuse)
    source = client.post(url, deed, follow=True).content.decode()
    assert "alert-error" in source


def test_the_pages_cost_the_same_for_one_and_for_three(client_as, today):
    _person, lead, _superior = make_chain()
    review = make_review(make_person(), supervisor=lead)
    row = make_round(review, status="proposing")
    client, numbers = client_as(lead.user), iter(range(9))

    def one_more():
        RoundGuest.objects.create(round=row, name=f"Guru {next(numbers)}", organisation="SDN Contoh")

    assert_same_queries(client, page("round-detail", review.pk), one_more)
    row.status, row.closes_on = "open", today + timedelta(days=7)
    row.save()
    assert_same_queries(client, page("round-guests", review.pk), one_more)
