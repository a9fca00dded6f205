"""Photos of a report stand on the page of their date, small, for those who run events."""

from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from outreach.services.attendance import add_photo, remove_photo
from tests.factories.outreach import make_photo, make_report, make_session, picture
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def large(session, *, name="foto.jpg", content=None):
    upload = BytesIO(content or picture(2000, 1500, exif=True))
    return add_photo(session=session, upload=upload, name=name, by=None, at=timezone.now(), caption="Lingkar baca")


def test_the_head_sees_the_photos_small_and_the_inspector_none(client_as):
    session = make_session(days=-1)
    make_report(session)
    photo = large(session)
    address, page = f"/staf/kegiatan/foto/{photo.pk}/", f"/staf/kegiatan/tanggal/{session.pk}/"
    head, inspector = client_as("Kepala Bidang"), client_as("Pemeriksa")
    html = head.get(page).content.decode()
    assert f'src="{address}"' in html
    assert 'alt="Lingkar baca"' in html
    assert address not in inspector.get(page).content.decode()
    assert inspector.get(address).status_code == 403
    small, wide = head.get(address), head.get(f"{address}?besar=1")
    for answer, side in ((small, 480), (wide, 1600)):
        with Image.open(BytesIO(answer.content)) as seen:
            assert max(seen.size) == side
            assert not seen.getexif()
    assert len(small.content) < 60_000
    assert small["Cache-Control"] == "private, no-cache"


def test_the_browser_asks_again_and_a_removed_photo_is_gone(client_as):
    head, photo = client_as("Kepala Bidang"), make_photo(make_session(days=-1))
    address = f"/staf/kegiatan/foto/{photo.pk}/"
    etag = head.get(address)["ETag"]
    assert head.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304
    remove_photo(photo=photo)
    assert head.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 404


def test_a_transparent_picture_stands_on_white(client_as):
    out = BytesIO()
    Image.new("RGBA", (900, 300), (0, 0, 0, 0)).save(out, "PNG")
    photo = large(make_session(days=-1), name="gambar.png", content=out.getvalue())
    answer = client_as("Pustakawan").get(f"/staf/kegiatan/foto/{photo.pk}/")
    with Image.open(BytesIO(answer.content)) as seen:
        assert seen.size == (480, 160)
        assert min(seen.getpixel((9, 9))) > 250


def test_the_page_costs_the_same_for_one_and_three_photos(client_as):
    session = make_session(days=-1)
    make_report(session)
    assert_same_queries(
        client_as("Kepala Bidang"), f"/staf/kegiatan/tanggal/{session.pk}/", lambda: make_photo(session)
    )
