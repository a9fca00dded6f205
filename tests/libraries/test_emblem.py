"""Only a clean picture stands on the letterhead."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.emblem import WIDEST, EmblemRefused, clean_emblem
from baubau_pembinaan.libraries.models import Library
from tests.factories.accounts import make_user
from tests.factories.libraries import give_emblem, picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_picture_is_drawn_anew_under_an_own_name(kind):
    clean = clean_emblem(picture(kind, (2400, 1800)))
    with Image.open(io.BytesIO(clean.read())) as drawn:
        assert (drawn.format, max(drawn.size)) == ("PNG", WIDEST)
    assert clean.name.endswith(".png") and "lambang" not in clean.name


def test_what_the_file_carried_beside_the_pixels_is_gone():
    upload = picture()
    tail = SimpleUploadedFile("lambang.png", upload.read() + b"<script>alert(1)</script>")
    assert b"script" not in clean_emblem(tail).read()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        SimpleUploadedFile("x.png", b""),
        SimpleUploadedFile("x.png", b"GIF89a<html>"),
        SimpleUploadedFile("x.png", picture().read()[:200]),
        SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        picture("GIF"),
        picture(size=(199, 400)),
        picture(size=(8000, 5001)),
        SimpleUploadedFile("x.png", picture().read() + b"\0" * (5 * 1024 * 1024)),
    ],
    ids=["svg", "empty", "other magic", "torn", "hollow", "gif", "small", "huge", "heavy"],
)
def test_anything_else_is_refused(upload):
    with pytest.raises(EmblemRefused):
        clean_emblem(upload)


@pytest.mark.django_db
def test_page_serves_only_the_emblem_of_today(client, library):
    first = give_emblem(Library.objects.get())
    second = give_emblem(Library.objects.get())
    served = client.get(reverse("libraries:emblem", args=[second]))
    assert (served.status_code, served["Content-Type"], served["X-Content-Type-Options"]) == (
        200,
        "image/png",
        "nosniff",
    )
    for name in (first, "..%2Fsecret_key", "x.png"):
        assert client.get(f"/media/emblem/{name}").status_code == 404


@pytest.mark.django_db
class TestLibraryForm:
    @pytest.fixture
    def page(self, client, library):
        client.force_login(make_user(Role.ADMINISTRATOR))
        url = reverse("admin:libraries_library_change", args=[library.pk])
        drawn = client.get(url)
        initial = drawn.context["adminform"].form.initial
        data = {name: "" if value is None else value for name, value in initial.items() if name != "emblem"}
        [version] = re.findall(r'name="_row_version" value="(\w+)"', drawn.content.decode())

        def post(**changes):
            return client.post(url, {**data, "_row_version": version, **changes})

        return post

    def test_upload_is_cleaned(self, page):
        response = page(emblem=picture("JPEG"))
        assert response.status_code == 302, response.context["errors"]
        assert Library.objects.get().emblem.name.endswith(".png")

    def test_svg_is_refused_beside_the_field(self, page):
        response = page(emblem=SimpleUploadedFile("x.svg", b"<svg/>", "image/svg+xml"))
        assert response.status_code == 200
        assert "emblem" in response.context["adminform"].form.errors

    def test_list_leads_to_the_form(self, page, client):
        response = client.get(reverse("admin:libraries_library_changelist"))
        assert response.url == reverse("admin:libraries_library_change", args=[1])
