"""Invented people, marked so that nobody takes them for real: "Contoh" in every name, NIP serials from 901.

They sign in where settings.DEMO_ALLOWED is on; elsewhere the sign-in refuses them.
"""

from dataclasses import dataclass

from .choices import Role

# (role, username, password), printed by `make serve` and shown on the demo's sign-in page.
SIGN_INS: list[tuple[str, str, str]] = [
    (Role.ADMINISTRATOR.value, "admin", "contoh-admin-1"),
    (Role.AGENCY_HEAD.value, "kadis", "contoh-kadis-1"),
    (Role.DIVISION_HEAD.value, "kabid", "contoh-kabid-1"),
    (Role.LIBRARIAN.value, "pustakawan", "contoh-pustakawan-1"),
    (Role.SERVICE_OFFICER.value, "petugas", "contoh-petugas-1"),
    (Role.INSPECTOR.value, "pemeriksa", "contoh-pemeriksa-1"),
]


@dataclass(frozen=True)
class Person:
    """One invented person: post and unit by code, supervisor by username; `since` years in the post at first."""

    username: str
    name: str
    nip: str
    status: str
    position: str
    golongan: str
    unit: str
    supervisor: str = ""
    prefix: str = ""
    suffix: str = ""
    role: str = Role.LIBRARIAN.value
    years: int = 3


_OFFICER, _HEAD = Role.SERVICE_OFFICER.value, Role.DIVISION_HEAD.value

PEOPLE = [
    Person("kadis", "La Ode Harun Contoh", "196907121994031901", "pns", "kepala-dinas", "IV/c", "dinas",
           prefix="Drs.", suffix="M.Si.", role=Role.AGENCY_HEAD.value),
    Person("sekretaris", "Wa Ode Rahmah Contoh", "197203041997032902", "pns", "sekretaris", "IV/b", "sekretariat",
           "kadis", suffix="S.Sos., M.M.", role=_HEAD),
    Person("kabid", "Siti Nurhayati Contoh", "197511202001122903", "pns", "kepala-bidang", "IV/a", "layanan",
           "kadis", suffix="S.IP., M.Hum.", role=_HEAD),
    Person("kabid.koleksi", "Andi Syamsul Contoh", "197408092000031904", "pns", "kepala-bidang", "IV/a", "koleksi",
           "kadis", suffix="S.Pd., M.Pd.", role=_HEAD),
    Person("admin", "Muhammad Fajar Contoh", "198609172010011905", "pns", "kepala-subbagian", "III/d", "sekretariat",
           "sekretaris", suffix="S.Kom.", role=Role.ADMINISTRATOR.value),
    Person("madya", "Hasnawati Contoh", "197802142003122906", "pns", "pustakawan-ahli-madya", "IV/a", "koleksi",
           "kabid.koleksi", suffix="S.IP."),
    Person("muda", "La Ode Rizal Contoh", "198405252009031907", "pns", "pustakawan-ahli-muda", "III/c", "pembinaan",
           "kabid.koleksi", suffix="S.IP."),
    Person("pustakawan", "Wa Ode Aisyah Contoh", "199001032015032908", "pns", "pustakawan-ahli-pertama", "III/b",
           "layanan", "kabid", suffix="S.IP."),
    Person("pertama", "Dewi Anggraini Contoh", "199306182022032909", "pns", "pustakawan-ahli-pertama", "III/a",
           "koleksi", "kabid.koleksi", suffix="S.Ptk."),
    Person("pembina", "Ahmad Zulkifli Contoh", "199112302023211910", "pppk", "pustakawan-ahli-pertama", "",
           "pembinaan", "muda", suffix="S.IP."),
    Person("penyelia", "Nurlina Contoh", "197909092006042911", "pns", "asisten-penyelia", "III/c", "layanan",
           "kabid", suffix="A.Md."),
    Person("terampil", "Irwan Contoh", "199508212023211912", "pppk", "asisten-terampil", "", "layanan",
           "penyelia", suffix="A.Md.", role=_OFFICER),
    Person("pengelola", "Jumriati Contoh", "198812122024212913", "pppk", "pengelola-perpustakaan", "", "koleksi",
           "madya", role=_OFFICER),
    Person("umum", "Sahrul Contoh", "198503032014061914", "pns", "pengadministrasi-umum", "II/c", "sekretariat",
           "admin", role=_OFFICER),
    Person("petugas", "Fitriani Contoh", "199907072025212915", "pppk_pw", "petugas-layanan", "", "layanan",
           "penyelia", role=_OFFICER, years=1),
    Person("relawan", "Bayu Pratama Contoh", "", "non_asn", "relawan", "", "pembinaan", "muda",
           role=_OFFICER, years=1),
]  # fmt: skip
