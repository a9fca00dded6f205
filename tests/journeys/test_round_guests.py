"""A teacher without an account: proposed by the librarian, handed a slip by the supervisor, answering on a phone."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from evaluations.links import guest_url
from evaluations.models import RoundAnswer, RoundGuest
from evaluations.review_choices import Stage, Value
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.test_reviews import cast, page_of, review, send, whole

pytestmark = pytest.mark.usefixtures("site")
__all__ = ["cast", "review"]


def test_a_teacher_answers_by_the_slip(visit, cast, review):
    review.stage = Stage.RUNNING
    review.save()
    librarian = visit(cast["person"], window=PHONE)
    for number in range(4):
        page = librarian.go(page_of("round-guest-propose", review.pk))
        if number == 0:
            whole(librarian)
        page.fill("#id_name", f"Guru Contoh {number}")
        page.fill("#id_organisation", "SD Negeri 1 Contoh")
        send(page)
    whole(librarian)

    for window in (PHONE, DESKTOP):
        supervisor = visit(cast["lead"], window=window)
        if window == PHONE:
            page = supervisor.go(page_of("round-open", review.pk))
            page.fill("#id_closes_on", (timezone.localdate() + timedelta(days=7)).isoformat())
            send(page)
        else:
            page = supervisor.go(page_of("round-guests", review.pk))
        whole(supervisor)
    assert page.locator(".qr-slip svg").count() == 4

    (guest, *_others) = RoundGuest.objects.filter(round__review=review)
    link = urlsplit(guest_url(guest)).path
    looked = visit(None, window=PHONE)
    looked.go(link)
    whole(looked)
    teacher = visit(None, window=PHONE, language="en", javascript=False)
    page = teacher.go(link)
    assert teacher.sideways() == 0
    for value in Value:
        page.locator(f"input[name={value}][value='3']").check()
    page.fill("#id_strength", "Sabar dan teliti")
    send(page)
    assert "Thank you" in page.content()
    assert RoundAnswer.objects.filter(round__review=review).count() == 1
    assert "Sabar" not in supervisor.go(page_of("round-guests", review.pk)).content()
