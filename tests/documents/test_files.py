"""Stored files: told by content, hostile ones refused, downloads behind a door."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image, PngImagePlugin

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents import access, services
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.sniff import FileRefused, Kind, sniff
from tests.factories.accounts import make_user
from tests.factories.documents import CSV, make_file, picture

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def _xlsx() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def _zip(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def _docx(**more: str) -> bytes:
    return _zip(**{"[Content_Types]_dot_xml": "<Types/>", "word__document_dot_xml": "<w/>", **more})


def _pptx(**more: str) -> bytes:
    return _zip(**{"[Content_Types]_dot_xml": "<Types/>", "ppt__presentation_dot_xml": "<p/>", **more})


def _upload(content: bytes, name: str = "berkas.bin", **options) -> StoredFile:
    return services.store_upload(
        upload=io.BytesIO(content), name=name, app="contoh", by=None, at=timezone.now(), **options
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, Kind.PDF),
        (picture("PNG"), Kind.PNG),
        (picture("JPEG"), Kind.JPG),
        (_xlsx(), Kind.XLSX),
        (_docx(), Kind.DOCX),
        (_pptx(ppt__slides__slide1_dot_xml="<p/>"), Kind.PPTX),
        (CSV, Kind.CSV),
        ("nama,nilai\nBau-Bau é,2".encode("cp1252"), Kind.CSV),
    ],
)
def test_honest_files_are_known_by_their_content(content, kind):
    assert sniff(content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"  \n<!DOCTYPE html><script>alert(1)</script>",
        b"a,b\n<script>alert(1)</script>",
        b"<?php system($_GET['c']); ?>",
        b"GIF89a/*,*/=1;<script>",
        b"#!/bin/sh\nrm -rf /, x",
        b"MZ\x90\x00 program",
        b"\x7fELF",
        PDF + _zip(evil="x"),
        picture("PNG") + b"<script>alert(1)</script>",
        picture("PNG") + _zip(evil="x"),
        picture("JPEG") + b"<?php ?>",
        picture("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n" + b"x" * 100 + b"IEND\xaeB`\x82",
        b"%PDF-1.7 cut off",
        _zip(a="plain zip"),
        _docx(word__vbaProject_dot_bin="macro"),
        _pptx(ppt__vbaProject_dot_bin="macro"),
        _pptx(ppt__slides__slide1_dot_xml="<!DOCTYPE x [<!ENTITY e 'y'>]><p/>"),
        b"PK\x03\x04 broken",
    ],
    ids=range(21),
)
def test_hostile_files_are_refused(content):
    with pytest.raises(FileRefused):
        sniff(content)


def test_a_kind_that_is_not_wanted_here_is_refused_and_a_wanted_one_taken():
    with pytest.raises(FileRefused):
        sniff(CSV, {Kind.PDF})
    assert sniff(PDF, {Kind.PDF}) is Kind.PDF


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn():
    with pytest.raises(FileRefused):
        sniff(picture("PNG", size=(10_000, 10_000)))


def test_a_zip_bomb_dressed_as_a_document_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (60 << 20))
    with pytest.raises(FileRefused):
        sniff(out.getvalue())


def test_a_picture_is_drawn_anew_without_place_or_comment():
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "rahasia")
    stored = _upload(picture("PNG", pnginfo=note))
    assert b"rahasia" not in Path(stored.file.path).read_bytes()
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    small = _upload(picture("JPEG", size=(5000, 100), exif=exif))
    content = Path(small.file.path).read_bytes()
    assert b"rahasia" not in content
    assert Image.open(io.BytesIO(content)).width == 2400


def test_a_stored_file_has_a_random_name_and_its_sum(settings):
    stored = _upload(CSV, "../../etc/daftar nilai.php.csv")
    assert stored.name == "daftar nilai php.csv"
    assert "daftar" not in stored.file.name
    assert stored.sha256 == hashlib.sha256(CSV).hexdigest()
    assert Path(settings.MEDIA_ROOT) in Path(stored.file.path).parents
    assert _upload(CSV).file.name != stored.file.name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\u202efdp.exe", "afdp.pdf"),
        ("C:\\Dokumen\\ijazah.PDF", "ijazah.pdf"),
        ("x\x00y\r\nz.pdf", "xyz.pdf"),
        ("", "berkas.pdf"),
        (".htaccess", "berkas.pdf"),
        ("n" * 300 + ".pdf", "n" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe_to_show(given, shown):
    assert services.tidy_name(given, Kind.PDF) == shown


def test_too_large_is_refused_and_just_right_taken():
    with pytest.raises(FileRefused):
        _upload(CSV, max_bytes=len(CSV) - 1)
    assert _upload(CSV, max_bytes=len(CSV)).size == len(CSV)


def test_a_refused_row_leaves_no_file_behind(settings):
    before = set(Path(settings.MEDIA_ROOT).rglob("*.csv"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_file(content=b"")
    assert set(Path(settings.MEDIA_ROOT).rglob("*.csv")) == before


def test_discarding_removes_the_file_after_the_row(django_capture_on_commit_callbacks):
    stored = make_file()
    path = Path(stored.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_file(stored=stored)
        assert path.exists()
    assert not path.exists()
    assert not StoredFile.objects.exists()


def test_a_download_is_an_attachment_never_sniffed_never_kept(client):
    user = make_user(Role.LIBRARIAN)
    stored = make_file(by=user, name="nilai é.csv")
    client.force_login(user)
    response = client.get(stored.get_absolute_url())
    assert response.content == CSV
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"].startswith("text/csv")


def test_a_stranger_gets_the_same_answer_as_for_no_file(client, monkeypatch):
    stored = make_file(app="contoh")
    client.force_login(make_user(Role.LIBRARIAN))
    refused = client.get(stored.get_absolute_url())
    missing = client.get(reverse("documents:file", args=["x" * 32]))
    assert (refused.status_code, missing.status_code) == (404, 404)
    assert refused.content == missing.content
    monkeypatch.setitem(access._readers, "contoh", lambda user, file: True)
    assert client.get(stored.get_absolute_url()).status_code == 200


def test_a_file_that_is_gone_from_disk_is_not_found(client):
    user = make_user(Role.ADMINISTRATOR)
    stored = make_file(by=user)
    Path(stored.file.path).unlink()
    client.force_login(user)
    assert client.get(stored.get_absolute_url()).status_code == 404


def test_refusals_are_validation_errors_a_form_can_show():
    assert issubclass(FileRefused, ValidationError)
