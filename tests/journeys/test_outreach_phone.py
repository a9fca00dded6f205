"""A phone at the door whose sign-in ended, and a phone's large photos: nothing that was noted or taken is lost."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from baubau_pembinaan.accounts.choices import Role
from outreach.choices import RegistrationStatus, SessionState
from outreach.links import reading_path
from outreach.services.attendance import Arrival, note_arrival
from outreach.services.reading import Amount
from outreach.services.reading_log import log_reading
from tests.factories.accounts import make_profile
from tests.factories.outreach import (
    make_event,
    make_facilitator,
    make_lesson,
    make_partner,
    make_reading_party,
    make_registration,
    make_session,
)
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


def test_the_pages_of_second_thoughts_are_whole_on_a_phone(visit, site):
    working = visit(site.person(Role.DIVISION_HEAD), window=PHONE)
    event = make_event(seats=40, takes_groups=True, partner=make_partner())
    session = make_session(event, days=-1, photos_withdrawn_at=timezone.now())
    ahead = make_session(event, days=3)
    make_facilitator(event, make_profile(name="Pegawai Contoh Bernama Sangat Panjang Sekali"), session=ahead)
    make_registration(ahead, status=RegistrationStatus.HELD_ASIDE)
    now = make_session(event, starts_at=timezone.now())
    for _n in range(2):
        arrival = Arrival(uuid.uuid4(), age_band="anak", heads=3)
        note_arrival(session=now, arrival=arrival, by=None, at=timezone.now())
    party = make_reading_party()
    day = timezone.localdate()
    log_reading(party=party, numbers=None, day=day, amount=Amount(books=1), at=timezone.now(), what="Perahu kertas")
    for address in (
        reverse("outreach:event-crew", args=[event.pk]),
        reverse("outreach:registration-held"),
        reverse("outreach:session-detail", args=[session.pk]),
        reverse("outreach:class", args=[make_lesson().session_id]),
        reverse("outreach:partner-detail", args=[event.partner_id]),
        reverse("outreach:check-in", args=[now.pk]),
        reverse("outreach:reading-party", args=[party.pk]),
        reading_path(party),
        reverse("outreach:public-register", args=[ahead.pk]) + "?sebagai=kelas",
    ):
        page = working.go(address)
        for fold in page.locator("main details > summary").all():
            fold.click()
        assert working.sideways() == 0, address
        assert working.axe_findings() == [], address
