"""Survey answers by channel of a campaign, and comments that become needs of the community."""

from uuid import uuid4

import pytest
from django.test import Client

from evaluations.choices import CommentState
from evaluations.models import Answer, CommentHandling
from evaluations.services.comment_needs import CommentNotDecided, turn_into_need
from outreach.models import Need
from tests.factories.evaluations import make_comment, make_period
from tests.factories.outreach import make_campaign, make_channel
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def test_an_answer_counts_once_for_the_channel_it_came_by(patron, client_as):
    period, campaign = make_period(), make_campaign()
    market, lobby = make_channel(campaign), make_channel(campaign)
    client, code = Client(), period.survey.code
    answer = client.get(f"/s/{code}/dari/{market.code}/")
    assert (answer.status_code, answer.url) == (302, f"/s/{code}/")
    assert client.cookies["channel"]["path"] == f"/s/{code}/"
    patron(code, client=client)
    patron(code, client=client, another="1")  # a second answer from the same browser did not come by the channel
    patron(code)
    for channel, answers in ((market, 1), (lobby, 0)):
        channel.refresh_from_db()
        assert channel.answers == answers
    assert Answer.objects.count() == 3
    html = client_as("Pemeriksa").get(f"/staf/kegiatan/promosi/{campaign.pk}/").content.decode()
    assert f"/s/{code}/dari/{lobby.code}/" in html
    assert "Jawaban survei" in html


def test_a_code_nobody_gave_out_counts_nowhere(patron):
    period, channel = make_period(), make_channel()
    client, code = Client(), period.survey.code
    client.get(f"/s/{code}/dari/XXXXXX/")
    assert patron(code, client=client).status_code == 303
    channel.refresh_from_db()
    assert channel.answers == 0


def decided(state=CommentState.PUBLIC, text="Pak Budi, buka sampai malam ya"):
    comment = make_comment(text=text)
    CommentHandling.objects.create(comment=comment, state=state, shown="[nama], buka sampai malam ya", reason="x")
    return comment


def test_a_comment_becomes_a_need_once_in_the_words_readers_see(client_as):
    head, comment = client_as("Kepala Bidang"), decided()
    page = f"/staf/survei/komentar/{comment.pk}/"
    html = head.get(page).content.decode()
    assert "[nama], buka sampai malam ya</textarea>" in html
    form = {"need-text": "Buka sampai malam", "need-theme": "jangkauan"}
    assert head.post(f"{page}kebutuhan/", form | {"need-theme": "apa"}).status_code == 302
    assert head.post(f"{page}kebutuhan/", form | {"need-text": "  "}).status_code == 302
    assert not Need.objects.exists()
    head.post(f"{page}kebutuhan/", form)
    head.post(f"{page}kebutuhan/", form | {"need-text": "Lagi"})
    need = Need.objects.get()
    assert (need.text, need.source, need.name, need.phone) == ("Buka sampai malam", "survei", "", "")
    html = head.get(page).content.decode()
    assert f"/staf/kegiatan/aspirasi/{need.pk}/" in html
    assert "need-text" not in html
    assert "need-text" not in client_as("Pustakawan").get(page).content.decode()


def test_a_comment_nobody_decided_on_becomes_nothing(client_as):
    comment = make_comment()
    with pytest.raises(CommentNotDecided):
        turn_into_need(comment=comment, text="Buka malam", theme="jangkauan", district=None, by=None, at=None)
    head = client_as("Kepala Bidang")
    head.post(f"/staf/survei/komentar/{comment.pk}/kebutuhan/", {"need-text": "x", "need-theme": "jangkauan"})
    assert not Need.objects.exists()
    assert head.post(f"/staf/survei/komentar/{uuid4()}/kebutuhan/").status_code == 404


def test_the_campaign_page_costs_the_same_with_more_surveys(client_as):
    campaign = make_campaign()

    def more():
        make_channel(campaign)
        make_period()

    assert_same_queries(client_as("Kepala Bidang"), f"/staf/kegiatan/promosi/{campaign.pk}/", more)
