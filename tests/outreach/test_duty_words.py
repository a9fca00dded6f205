"""What the reminders of the room say, and that none of them is taken for another."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.notifications import duties
from outreach.models import Post
from tests.factories.accounts import make_person
from tests.factories.outreach import make_campaign, make_channel, make_event, make_facilitator, make_session

pytestmark = pytest.mark.django_db


def rows(code):
    duty = duties.get(code)
    return duty, [duties.DutyRow(*row) for row in duties.rows_of(duty, timezone.localdate())]


def test_two_posts_of_a_campaign_on_one_day_are_two_things_to_do():
    campaign = make_campaign()
    for label in ("Lobi", "Pasar/Utara"):
        Post.objects.create(channel=make_channel(campaign, label=label), day=timezone.localdate(), text="Ayo")
    duty, found = rows("outreach.publish-post")
    assert len({(row.ref, row.due_on) for row in found}) == 2
    assert sorted(str(duty.title(row)).rpartition(": ")[2] for row in found) == ["Lobi", "Pasar/Utara"]
    assert {duty.url(row) for row in found} == {reverse("outreach:campaign-detail", args=[campaign.pk])}


def test_the_word_on_leading_an_event_holds_on_whatever_day_it_is_said():
    """A closed day before, a catch-up or other days around the date: it is not always the day before."""
    event = make_event(title="Dongeng")
    make_facilitator(event, make_person().user.profile)
    make_session(event, starts_at=timezone.now() + timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=2))
    duty, found = rows("outreach.lead-event")
    assert {str(duty.title(row)) for row in found} == {"Pandu “Dongeng”"}
