"""Two fixed questions beside the SKM, never in the IKM."""

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import InstrumentVersion
from evaluations.selectors.own_questions import own_answers
from evaluations.selectors.results import period_result
from evaluations.services.comfort import NoDraftOfTheSkm, add_comfort_questions
from evaluations.services.instruments import copy_version, publish_version
from tests.factories.evaluations import make_period, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    return InstrumentVersion.objects.get(instrument__key="skm", number=1)


def test_the_two_go_into_a_draft_once_and_into_nothing_else(published):
    with pytest.raises(NoDraftOfTheSkm):
        add_comfort_questions(version=published)
    draft = copy_version(version=published)
    add_comfort_questions(version=draft)
    add_comfort_questions(version=draft)
    assert [q.key for q in draft.questions.filter(slot=None).order_by("order")] == ["nyaman", "kembali"]
    assert publish_version(version=draft, at=timezone.now()).is_published
    with pytest.raises(NoDraftOfTheSkm):
        add_comfort_questions(version=InstrumentVersion.objects.exclude(instrument__kind="skm").first())


def test_they_are_answered_and_shown_beside_the_result_and_change_no_ikm(published, client, patron):
    draft = copy_version(version=published)
    add_comfort_questions(version=draft)
    period = make_period(make_survey(), version=publish_version(version=draft, at=timezone.now()))
    names = {q.key: q.field_name for q in draft.questions.filter(slot=None)}
    for number in range(5):
        own = {names["nyaman"]: "1", names["kembali"]: "4"} if number else {}
        assert patron(period.survey.code, **own).status_code == 303
    assert "Seberapa nyaman" in client.get(f"/s/{period.survey.code}/").content.decode()
    comfort, again = own_answers(period, []).questions
    assert (comfort.n, again.n) == (4, 4)
    assert [u.key for u in period_result(period).unsur if u.key in names] == []


def test_the_button_stands_on_a_draft_that_lacks_them(client_as, published):
    client, draft = client_as(Role.LIBRARIAN), copy_version(version=published)
    address = f"/staf/survei/instrumen/{draft.pk}/kenyamanan/"
    assert address not in client.get(f"/staf/survei/instrumen/{published.pk}/").content.decode()
    assert client.post(address).status_code == 302
    assert draft.questions.filter(slot=None).count() == 2
    assert client.post(address.replace(str(draft.pk), str(published.pk))).status_code == 302
    assert published.questions.filter(slot=None).count() == 0
