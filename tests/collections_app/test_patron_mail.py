"""Letters to patrons about their wishes: every step once, one a day, stopped by a link."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from collections_app import tasks
from collections_app.choices import DemandStatus
from collections_app.models import RefusalReason, Suggestion
from collections_app.services.patron_mail import MOST_FAILURES, letter_about, send_news, stop_url
from collections_app.services.suggestions import AskedAlready, AskedTooOften, forget_contacts, set_status
from tests.factories.suggestions import make_wish

pytestmark = pytest.mark.django_db
ANI = "ani@contoh.example"


def today():
    return timezone.localdate()


def move(wish, status, **fields):
    set_status(demand=wish.demand, status=status, by=None, on=today(), **fields)


def test_ten_wishes_that_moved_are_one_letter_and_no_step_is_told_twice():
    wishes = [make_wish(email=ANI, title=f"Judul {n}") for n in range(5)]
    make_wish(email="diam@contoh.example")
    for wish in wishes[:3]:
        move(wish, DemandStatus.ORDERED)
    assert (send_news(today=today()), len(mail.outbox)) == (1, 1)
    letter = mail.outbox[0]
    assert letter.to == [ANI] and all(wish.code in letter.body for wish in wishes[:3])
    assert wishes[3].code not in letter.body
    move(wishes[3], DemandStatus.ORDERED)
    assert send_news(today=today()) == 0
    assert (send_news(today=today() + timedelta(days=1)), send_news(today=today() + timedelta(days=2))) == (1, 0)
    assert "Judul 3" in mail.outbox[1].body and "Judul 0" not in mail.outbox[1].body


def test_a_letter_says_status_reason_and_word_in_the_patrons_language():
    reason = RefusalReason.objects.get(code="budget")
    wish = make_wish(email=ANI, language="en", title="Bumi")
    move(wish, DemandStatus.DECLINED, reason=reason, note="Januari lagi")
    tasks.mail_patrons()
    body = mail.outbox[0].body
    assert reason.text_en in body and "Januari lagi" in body and "Declined" in body and stop_url(wish) in body
    assert mail.outbox[0].extra_headers["List-Unsubscribe"] == f"<{stop_url(wish)}>"


def test_a_wish_joined_to_another_follows_the_leading_one():
    from collections_app.services.joining import join_demands

    wish, leading = make_wish(email=ANI), make_wish()
    join_demands(demand=wish.demand, into=leading.demand, by=None)
    move(leading, DemandStatus.AVAILABLE)
    assert send_news(today=today()) == 1
    assert send_news(today=today() + timedelta(days=1)) == 0


def test_a_letter_that_fails_is_tried_another_day_and_given_up_at_last(monkeypatch):
    wish = make_wish(email=ANI)
    move(wish, DemandStatus.ORDERED)

    def refuse(self):
        raise OSError("the mail server is away")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    for _day in range(MOST_FAILURES + 2):
        assert send_news(today=today()) == 0
    wish.refresh_from_db()
    assert (wish.mail_failures, wish.mailed_status) == (MOST_FAILURES, "")
    monkeypatch.undo()
    assert send_news(today=today()) == 0
    Suggestion.objects.update(mail_failures=0)
    assert send_news(today=today()) == 1


def test_looking_at_the_link_changes_nothing_and_the_button_stops_all_letters(client):
    one, other = make_wish(email=ANI), make_wish(email=ANI)
    path = "/" + stop_url(one).split("/", 3)[3]
    assert client.get(path).status_code == 200 and Suggestion.objects.filter(email=ANI).count() == 2
    client.post(path)
    assert not Suggestion.objects.exclude(email="").exists()
    assert "<button" not in client.get(path).content.decode().split("<main", 1)[1].split("</main", 1)[0]
    move(other, DemandStatus.ORDERED)
    assert send_news(today=today()) == 0
    assert client.get(path[:-3] + "x/").status_code == 404
    assert client.get(reverse("collections_app:public-status", args=[one.code])).status_code == 200


def test_an_address_asks_once_for_a_title_within_limits_whatever_its_case(client):
    said = {"title": "Bumi", "email": "Ani@Contoh.Example"}
    client.post(reverse("collections_app:public-suggest"), said)
    wish = Suggestion.objects.get()
    assert (wish.email, wish.language) == (ANI, "id")
    with pytest.raises(AskedAlready):
        make_wish(title="Bumi", email=ANI)
    for _n in range(4):
        make_wish(email=ANI)
    with pytest.raises(AskedTooOften):
        make_wish(email=ANI)
    bad = client.post(reverse("collections_app:public-suggest"), {"title": "Bulan", "email": "bukan alamat"})
    assert "email" in bad.context["form"].errors


def test_the_address_goes_with_the_other_contacts():
    wish = make_wish(email=ANI)
    move(wish, DemandStatus.AVAILABLE)
    assert forget_contacts(today=today() + timedelta(days=200)) == 1
    assert Suggestion.objects.get().email == ""


def test_no_line_break_of_a_title_reaches_the_headers():
    wish = make_wish(email=ANI, title="Baris\nBcc: semua@contoh.example")
    move(wish, DemandStatus.ORDERED)
    wish.demand.refresh_from_db()
    assert "\n" not in letter_about([wish]).subject
