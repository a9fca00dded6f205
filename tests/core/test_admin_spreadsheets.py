"""Import and export in the admin: previewed, whole or not at all, nothing hostile is opened."""

import io
import resource
import time
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.admin.formats import Csv, UnreadableFile, Xlsx
from baubau_pembinaan.core.tables import TableRefused, check_archive
from baubau_pembinaan.libraries.models import Unit
from tests.factories.accounts import make_unit, make_user

HOSTILE = [
    "=1+1",
    "+62A",
    "-x",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "'=1",
    "''=1",
    "'biasa",
    "=cmd|' /C calc'!A0",
]
LIST = "/admin/libraries/unit/"


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, content, name="unit.xlsx"):
    return client.post(f"{LIST}import/", {"import_file": SimpleUploadedFile(name, content), "resource": "0"})


def confirm(client, page):
    return client.post(f"{LIST}process_import/", dict(page.context["confirm_form"].initial))


@pytest.fixture
def admin_client(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.ROOT_URLCONF = "tests.core.admin_urls"
    client.force_login(make_user(is_superuser=True))
    return client


def waiting():
    try:
        return default_storage.listdir("impor-sementara")[1]
    except FileNotFoundError:
        return []


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_good_file_is_previewed_and_saved_only_on_confirmation(admin_client, suffix):
    content = workbook(["code", "name"], ["anak", "Layanan Anak"])
    if suffix == "csv":
        content = "\ufeffcode;name\r\nanak;Layanan Anak\r\n".encode()
    page = upload(admin_client, content, f"unit.{suffix}")
    assert (page.status_code, Unit.objects.count(), len(waiting())) == (200, 0, 1)
    assert confirm(admin_client, page).status_code == 302
    assert list(Unit.objects.values_list("code", "name")) == [("anak", "Layanan Anak")]
    assert waiting() == []


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (["lansia", "x" * 200, "", "1"], "name"),
        (["ada spasi", "Lansia", "", "1"], "code"),
        (["lansia", "Lansia", "99999", "1"], "parent"),
    ],
)
def test_one_bad_row_refuses_the_whole_file_and_names_row_and_column(admin_client, bad, column):
    header = ["code", "name", "parent", "is_active"]
    page = upload(admin_client, workbook(header, ["anak", "Layanan Anak", "", "1"], bad))
    assert "confirm_form" not in page.context
    text = page.content.decode()
    assert f"Baris 3, kolom “{column}”" in text, text[text.find("import-refused") :][:900]
    assert (Unit.objects.count(), waiting()) == (0, [])


def test_a_row_gone_bad_since_the_preview_saves_nothing(admin_client, monkeypatch):
    page = upload(admin_client, workbook(["code", "name"], ["anak", "Anak"], ["lansia", "Lansia"]))
    original = Unit.clean

    def clean(self):
        if self.code == "lansia":
            raise ValidationError({"name": "sudah tutup"})
        original(self)

    monkeypatch.setattr(Unit, "clean", clean)
    response = confirm(admin_client, page)
    assert (response.status_code, Unit.objects.count()) == (409, 0)


def test_another_persons_preview_cannot_be_confirmed(admin_client):
    page = upload(admin_client, workbook(["code", "name"], ["anak", "Anak"]))
    admin_client.force_login(make_user(is_superuser=True))
    assert confirm(admin_client, page).status_code == 200
    assert Unit.objects.count() == 0


def test_a_forged_file_name_is_refused(admin_client):
    page = upload(admin_client, workbook(["code", "name"], ["anak", "Anak"]))
    data = {**page.context["confirm_form"].initial, "import_file_name": "../../etc/passwd"}
    assert admin_client.post(f"{LIST}process_import/", data).status_code == 200
    assert Unit.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b""),
        ("a.xlsx", b"<html></html>"),
        ("a.xlsx", b"PK\x03\x04 not a zip"),
        ("a.csv", b"code,name\n\0,x"),
        ("a.csv", "code,name\nanak,Añak".encode("utf-16")),
        ("a.csv", "code,name\nañak,x".encode("latin-1")),
        ("a.csv", b'code,name\nanak,"terbuka'),
        ("a.csv", b"code,name,code\na,b,c"),
        ("a.csv", b"code,name\na,b,c"),
        ("a.csv", b""),
        ("a.csv", b"kolom,asing\na,b"),
        ("a.php", b"code,name\na,b"),
        ("a.xlsx.html", b"code,name\na,b"),
    ],
)
def test_a_file_that_is_no_table_is_refused(admin_client, name, content):
    page = upload(admin_client, content, name)
    assert (page.status_code, "confirm_form" in page.context, Unit.objects.count(), waiting()) == (200, False, 0, [])


def _bomb(sheet_rows: bytes, part="xl/worksheets/sheet1.xml", **parts: bytes) -> bytes:
    """A workbook whose sheet is replaced by `sheet_rows` inside sheetData."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook(["code", "name"]))), io.BytesIO()
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            archive.writestr(
                info.filename,
                xml + sheet_rows + b"</sheetData></worksheet>" if info.filename == part else source.read(info),
            )
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


BOMBS = {
    "unpacks to far more": lambda: _bomb(b"<row><c><v>1</v></c></row>" * 4_000_000),
    "one row of endless cells": lambda: _bomb(b"<row>" + b"<c/>" * 900_000 + b"</row>"),
    "endless rows": lambda: _bomb(b"<row/>" * 600_000),
    "entities": lambda: _entities(),
    "sheet under a picture's name": lambda: _bomb(
        b"", **{"xl/media/a.png": b"<s><row>" + b"<c/>" * 900_000 + b"</row></s>"}
    ),
}


def _entities():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>')
    return out.getvalue()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_second_without_memory(name):
    content = BOMBS[name]()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(TableRefused):
        check_archive(content)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert time.process_time() - started < 1
    assert grown < 50, f"{grown:.0f} MB"


def test_an_ordinary_workbook_passes_the_guard():
    rows = [["code", "name"], *([f"k{n}", f"Nama {n}"] for n in range(2000))]
    check_archive(workbook(*rows))


def test_an_upload_over_the_limit_is_refused_unread(admin_client, monkeypatch):
    monkeypatch.setattr("baubau_pembinaan.core.admin.spreadsheets.MAX_BYTES", 1024 * 1024)
    page = upload(admin_client, b"code,name\n" + b"a,b\n" * 300_000, "unit.csv")
    assert "1 MB" in str(page.context["form"].errors["import_file"])
    assert (Unit.objects.count(), waiting()) == (0, [])


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != "'biasa"])
def test_no_exported_text_is_a_formula(admin_client, text):
    make_unit(code="anak", name=text)
    export = {"resource": "0", "unitresource_code": "on", "unitresource_name": "on"}
    sheet = admin_client.post(f"{LIST}export/", {**export, "format": "0"}).content
    cell = load_workbook(io.BytesIO(sheet)).active["B2"]
    assert (cell.data_type, cell.value.replace("_x000D_", "\r").replace("\n", "\r")) == ("s", text)
    plain = admin_client.post(f"{LIST}export/", {**export, "format": "1"}).content.decode("utf-8-sig")
    assert Csv().create_dataset(plain)["name"] == [text]
    assert plain.split("\r\n", 1)[1].split(",", 1)[1].lstrip('"').startswith("'")


def test_types_stay_types_in_excel(admin_client):
    unit = make_unit(code="anak")
    make_unit(code="anak-kecil", parent=unit)
    data = {
        "resource": "0",
        "format": "0",
        "unitresource_code": "on",
        "unitresource_parent": "on",
        "unitresource_is_active": "on",
    }
    book = load_workbook(io.BytesIO(admin_client.post(f"{LIST}export/", data).content))
    assert [[cell.value for cell in row] for row in book.active.iter_rows()] == [
        ["code", "parent", "is_active"],
        ["anak", None, True],
        ["anak-kecil", unit.pk, True],
    ]


def test_an_inspector_sees_the_list_and_neither_exports_nor_imports(admin_client):
    make_unit(name="Layanan Anak")
    admin_client.force_login(make_user(Role.INSPECTOR))
    page = admin_client.get(LIST)
    assert page.status_code == 200
    assert "Layanan Anak" in page.content.decode()
    assert "export_link" not in page.content.decode() and "import_link" not in page.content.decode()
    answers = [
        admin_client.get(f"{LIST}export/"),
        admin_client.post(f"{LIST}export/", {"resource": "0", "format": "0", "unitresource_code": "on"}),
        admin_client.get(f"{LIST}import/"),
        upload(admin_client, workbook(["code"], ["x"])),
        admin_client.post(f"{LIST}process_import/", {}),
        admin_client.get(f"{LIST}add/"),
        admin_client.post(f"{LIST}{Unit.objects.get().pk}/change/", {"name": "x"}),
        admin_client.post(f"{LIST}{Unit.objects.get().pk}/delete/", {"post": "yes"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 8


def test_an_administrator_may_export_and_import(admin_client):
    admin_client.force_login(make_user(Role.ADMINISTRATOR))
    page = admin_client.get(LIST).content.decode()
    assert "export_link" in page and "import_link" in page
    assert [admin_client.get(f"{LIST}{name}/").status_code for name in ("export", "import")] == [200, 200]


def test_a_table_of_other_width_is_read_by_its_header():
    data = Xlsx().create_dataset(workbook(["code", "name", None], ["a", None], [None], ["b", "B"], [None], [None]))
    assert data.dict == [{"code": "a", "name": ""}, {"code": "", "name": ""}, {"code": "b", "name": "B"}]
    with pytest.raises(UnreadableFile):
        Xlsx().create_dataset(workbook(["code"], ["a", "extra"]))
