"""One hand-out of a form is taken in once, also after what it made was thrown away."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from outreach.models import Registration, SpentForm
from outreach.services.keeping import clear_spam
from outreach.services.spent_forms import KEPT_DAYS
from tests.factories.outreach import make_event, make_session
from tests.outreach.test_quick_corrections import SEAT, token_in
from tests.outreach.test_registration_pages import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("later", [timedelta(minutes=3), timedelta(hours=13)])
def test_a_form_is_not_taken_in_again_after_its_registration_is_gone(client, later):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        path = address(make_session(make_event(seats=9), days=9))
        token = token_in(client.get(path))
        clock.shift(60)
        body = SEAT | {"token": token}
        first = client.post(path, body)
        assert first.status_code == 302
        assert client.post(path, body).url == first.url, "sent twice it leads to the same"
        Registration.objects.all().delete()
        clock.shift(later)
        answer = client.post(path, body)
        assert answer.status_code == 422
        assert token_in(answer).split(".")[1] != token.split(".")[1]
        assert not Registration.objects.exists()
        clock.shift(timedelta(days=KEPT_DAYS + 2))
        clear_spam(at=timezone.now())
        assert not SpentForm.objects.exists()
