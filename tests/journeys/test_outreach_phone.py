"""A phone at the door whose sign-in ended, and a phone's large photos: nothing that was noted or taken is lost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from baubau_pembinaan.accounts.choices import Role
from outreach.choices import SessionState
from tests.factories.outreach import make_event, make_session
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.usefixtures("site")


def test_a_lapsed_sign_in_says_so_and_what_was_noted_is_sent_after_the_next(visit, site):
    working = visit(site.person(Role.LIBRARIAN), window=PHONE)
    session = make_session(make_event(), starts_at=timezone.now() - timedelta(minutes=20), hours=1)
    page = working.go(reverse("outreach:check-in", args=[session.pk]))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.fill("#n-anak", "12")
    page.locator("form[data-arrival]:has(#n-anak) button").click()
    page.locator("[data-signed-out]:visible").wait_for()
    assert page.locator("[data-left]").inner_text() == "1"
    assert not page.locator("[data-waiting]").is_visible()
    assert session.check_ins.count() == 0
    working.faults.clear()  # the refusals the browser noted
    page.context.add_cookies(cookies)
    page.reload()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('hadir:'))")
    assert [row.heads for row in session.check_ins.all()] == [12]


def large_photo(number: int) -> bytes:
    """A picture of 12 megapixels as a phone takes it, six megabytes or more."""
    noise = Image.effect_noise((4000, 3000), 60 + number).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=88)
    return out.getvalue()


def test_large_photos_are_made_smaller_before_they_are_sent(visit, site):
    working = visit(site.person(Role.LIBRARIAN), window=PHONE)
    session = make_session(make_event(), starts_at=timezone.now() - timedelta(hours=3))
    photos = [
        {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": large_photo(number)} for number in range(4)
    ]
    assert sum(len(photo["buffer"]) for photo in photos) > 20_000_000, "too much for one request as they are"
    page = working.go(reverse("outreach:report", args=[session.pk]))
    page.fill("#id_heads_anak", "12")
    page.fill("#id_story", "Anak-anak menggambar.")
    page.set_input_files("#id_photos", photos)
    with page.expect_navigation(timeout=60_000):
        page.locator("main form .form-actions button").first.click()
    session.refresh_from_db()
    assert session.state == SessionState.REPORTED
    assert session.photos.count() == 4
