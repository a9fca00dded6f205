"""Staff lists: whole or not at all, rows and columns named, and the way back."""

import json
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from baubau_pembinaan.accounts import selectors
from baubau_pembinaan.accounts.models import Appointment, StaffProfile, User
from baubau_pembinaan.accounts.services import import_staff
from baubau_pembinaan.core.tables import TableRefused
from tests.factories.accounts import make_appointment, make_profile, make_unit, make_user

pytestmark = pytest.mark.django_db
BOSS, NIP = "197511202001122903", "198004112005011901"


def take(text, **options):
    return import_staff(BytesIO(text.encode()), by=None, at=timezone.now(), **options)


def problems(text):
    with pytest.raises(TableRefused) as refusal:
        take(text)
    assert not StaffProfile.objects.exists() and not User.objects.exists()
    return [(problem.row, problem.column) for problem in refusal.value.problems]


def test_a_list_makes_people_posts_and_supervisors_in_any_order():
    make_unit(code="layanan", name="Bidang Layanan")
    report = take(
        "NIP;Nama;Gelar belakang;Status;Telepon;Email;Jabatan;Golongan;Unit;NIP atasan;TMT jabatan\n"
        f"19800411 200501 1 901;Budi Contoh;S.IP.;PNS;0812 3456 7890;budi@example.org;"
        f"Pustakawan Ahli Muda;III/c;layanan;{BOSS};1 Januari 2025\n"
        f"{BOSS};Siti Contoh;;pns;;;Kepala Bidang;IV/a;Bidang Layanan;;01-01-2024\n"
        ";Relawan Contoh;;Non-ASN;;;;;;;\n"
        ";Wa Contoh;;PPPK;;;Pustakawan Ahli Pertama;IX;layanan;;01-01-2024\n"
    )
    assert (report.created, report.updated, report.unchanged, report.warnings) == (4, 0, 0, [])
    assert Appointment.objects.get(profile__name="Wa Contoh").golongan == "IX"
    budi = StaffProfile.objects.get(nip=NIP)
    post = selectors.appointment_on(budi, timezone.localdate())
    assert (budi.full_name, budi.phone, budi.user.email) == ("Budi Contoh, S.IP.", "6281234567890", "budi@example.org")
    assert (post.position.code, post.golongan, post.unit.code) == ("pustakawan-ahli-muda", "III/c", "layanan")
    assert post.supervisor.nip == BOSS and not budi.user.has_usable_password()


def test_the_same_list_twice_changes_nothing():
    make_unit(code="layanan")
    text = (
        f"NIP,Nama,Jabatan,Unit,TMT jabatan\n{NIP},Budi Contoh,kepala-bidang,layanan,2024-01-01\n,Tanpa NIP Contoh,,,\n"
    )
    take(text)
    report = take(text)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert StaffProfile.history.count() == 2 and Appointment.objects.count() == 1


def test_an_empty_cell_changes_nothing_and_a_full_one_does():
    take(f"NIP,Nama,Telepon\n{NIP},Budi Contoh,081234567890\n")
    report = take(f"NIP,Nama,Telepon,Gelar depan\n{NIP},Budi Contoh,,Drs.\n")
    person = StaffProfile.objects.get()
    assert (report.updated, person.phone, person.title_prefix) == (1, "6281234567890", "Drs.")


def test_a_dry_run_reports_and_saves_nothing():
    report = take("Nama\nBudi Contoh\n", dry_run=True)
    assert report.created == 1 and not StaffProfile.objects.exists() and not StaffProfile.history.exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NIP,Nama,Warna\n1,Budi,hijau\n", [(1, "Warna")]),
        (f"NIP,Status\n{NIP},PNS\n", [(1, "")]),
        ("Daftar pegawai\n\nNIP,Nama,Warna\n1,Budi,hijau\n", [(3, "Warna")]),
        ("Nama,Surel,Email\nBudi,a@example.org,a@example.org\n", [(1, "Email")]),
        ("Nama,Surel\nBudi,bukan-surel\n", [(2, "Surel")]),
        ("NIP,Nama\n12a,Budi\n1,\n", [(2, "NIP"), (3, "Nama")]),
        ("Nama,Telepon,Status\nBudi,0402-21,PNS\nAni,,Honorer\n", [(2, "Telepon"), (3, "Status")]),
        ("Nama,Golongan,Mulai bekerja\nBudi,V/a,11/22/2026\n", [(2, "Golongan"), (2, "Mulai bekerja")]),
        ("Nama,Jabatan,Unit\nBudi,Kepala Bidang,tidak-ada\n", [(2, "Unit")]),
        ("Nama,Jabatan\nBudi,Kepala Bidang\n", [(2, "")]),
        (f"NIP,Nama\n{NIP},Budi\n{NIP},Ani\n", [(3, "NIP")]),
        ("Nama,NIP\nBudi,\nbudi,\n", [(3, "Nama")]),
        ("Nama,Email\nBudi,bukan-surel\n", [(2, "Email")]),
    ],
)
def test_a_wrong_list_is_refused_whole_with_row_and_column(text, expected):
    assert problems(text) == expected


def test_what_the_services_refuse_is_named_by_row_too():
    make_unit(code="layanan")
    head = "NIP,Nama,Jabatan,Unit,NIP atasan,TMT jabatan\n"
    post = "kepala-bidang,layanan"
    assert problems(head + f"{NIP},Budi,{post},999,2024-01-01\n") == [(2, "NIP atasan")]
    assert problems(head + f"{NIP},Budi,{post},,\n") == [(2, "TMT jabatan")]
    circle = f"{NIP},Budi,{post},{BOSS},2024-01-01\n{BOSS},Ani,{post},{NIP},2024-01-01\n"
    assert problems(head + circle) == [(3, "")]


def test_an_odd_nip_is_a_warning_and_not_a_refusal():
    report = take("NIP,Nama,Status\n198013412005011901,Budi Contoh,PNS\n199508212023211912,Ani Contoh,PPPK\n")
    assert report.created == 2 and [(warning.row, warning.column) for warning in report.warnings] == [(2, "NIP")]


def test_a_list_does_not_take_over_an_account():
    make_profile(nip=NIP, name="Budi", user=make_user(email="budi@example.org"))
    with pytest.raises(TableRefused) as refusal:
        take(f"NIP,Nama,Email\n{NIP},Budi,penyusup@example.org\n")
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(2, "Email")]


def test_the_address_may_stand_under_its_indonesian_word():
    take("Nama,Surel\nBudi Contoh,budi@example.org\n")
    assert StaffProfile.objects.get().user.email == "budi@example.org"


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_no_file_is_refused_in_plain_words(tmp_path, capsys, form):
    for path in (tmp_path, tmp_path / "tiada.csv"):
        with pytest.raises(SystemExit) as end:
            call_command("import_staff", str(path), "--format", form)
        said = capsys.readouterr()
        assert end.value.code == 2
        assert str(path) in said.out + said.err


def test_command_prints_json_and_exit_codes(tmp_path):
    good, bad = tmp_path / "baik.csv", tmp_path / "buruk.csv"
    good.write_text("Nama,Status\nBudi Contoh,PNS\n")
    bad.write_text("NIP,Nama\nx,Budi Contoh\n")
    out = StringIO()
    call_command("import_staff", str(good), "--format", "json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "accepted": 1, "created": 1, "updated": 0, "unchanged": 0, "problems": [], "warnings": [], "dry_run": False,
    }  # fmt: skip
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import_staff", str(bad), "--format", "json", stdout=out)
    answer = json.loads(out.getvalue())
    assert end.value.code == 2 and answer["accepted"] == 0
    assert [(problem["row"], problem["column"], problem["value"]) for problem in answer["problems"]] == [
        (2, "NIP", "x")
    ]


def test_statements_per_row_do_not_grow_with_the_appointments(django_assert_max_num_queries):
    make_appointment(make_profile(nip=NIP, name="Budi"))
    with django_assert_max_num_queries(12):
        take(f"NIP,Nama\n{NIP},Budi\n")


@pytest.mark.parametrize("by_superuser", [False, True])
@pytest.mark.parametrize(
    "columns",
    [
        ",Nama,Telepon\n{nip},Siti Contoh,081234567890",
        ",Nama,Jabatan,Unit,TMT jabatan\n{nip},Siti Contoh,Pustakawan Ahli Muda,layanan,01-01-2026",
    ],
    ids=["person", "post"],
)
def test_a_superusers_record_is_changed_by_a_superusers_list_alone(by_superuser, columns):
    make_unit(code="layanan", name="Bidang Layanan")
    person = make_profile(nip=NIP, name="Siti Contoh", user=make_user(is_superuser=True))
    by = make_user(is_superuser=by_superuser)
    source = BytesIO(f"NIP{columns.format(nip=NIP)}\n".encode())
    if by_superuser:
        assert import_staff(source, by=by, at=timezone.now()).updated == 1
    else:
        with pytest.raises(TableRefused, match="berhak penuh") as refusal:
            import_staff(source, by=by, at=timezone.now())
        assert [problem.row for problem in refusal.value.problems] == [2]
    person.refresh_from_db()
    assert bool(person.phone or person.appointments.exists()) is by_superuser


def test_a_superusers_unchanged_row_stops_no_list():
    make_profile(nip=NIP, name="Siti Contoh", user=make_user(is_superuser=True))
    report = import_staff(BytesIO(f"NIP,Nama\n{NIP},Siti Contoh\n".encode()), by=make_user(), at=timezone.now())
    assert report.unchanged == 1


def test_every_fault_of_a_list_is_told_at_once():
    """One round of mending, not three: a wrong e-mail and an unknown supervisor stand beside the other faults."""
    text = f"Nama,Email,Status,NIP atasan\nBudi,bukan-surel,Honorer,\nAni,,,{BOSS}\nWa,,,999\n"
    assert problems(text) == [(2, "Email"), (2, "Status"), (3, "NIP atasan"), (4, "NIP atasan")]


def test_a_list_without_rows_or_under_a_false_name_is_refused(tmp_path):
    with pytest.raises(TableRefused, match="tidak ada baris"):
        take("NIP,Nama\n")
    file = tmp_path / "pegawai.xlsx"
    file.write_text("halo dunia\n")
    with pytest.raises(TableRefused, match="bukan berkas Excel"):
        import_staff(file, by=None, at=timezone.now())


def test_the_command_speaks_the_language_of_the_site(tmp_path, capsys):
    file = tmp_path / "pegawai.csv"
    file.write_text("Nama\nBudi Contoh\n")
    call_command("import_staff", str(file), "--dry-run")
    assert capsys.readouterr().out.startswith("Akan diterima: 1 baru")
