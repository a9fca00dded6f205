"""The demo's office: Perpustakaan Kota Baubau with its units, points, signatories, holidays, every part switched on.

Office, place and opening are public facts; every person is invented and says so.
"""

from datetime import date, time, timedelta
from typing import Any

from baubau_pembinaan.core.history import acting

from . import demo_counts, switches
from .demo_services import ANNOUNCEMENT, MOBILE, SERVICES, STOPS
from .holidays import fixed_holidays, save_holidays
from .models import Announcement, Library, MobileStop, Service, ServiceHours, ServicePoint, Signatory, Unit

LIBRARY = {
    "name": "Perpustakaan Kota Baubau",
    "office_line_1": "PEMERINTAH KOTA BAUBAU",
    "office_line_2": "DINAS PERPUSTAKAAN DAN KEARSIPAN",
    "address": "Jl. Sultan Dayanu Ikhsanuddin No. 211, Kel. Lipu, Kec. Betoambari",
    "city": "Baubau",
    "phone": "0402 000000",  # invented
    "email": "perpustakaan@example.org",
    "website": "https://perpustakaan.example.org/",
    "accreditation": "",
    "population": 161_280,
    "population_year": 2023,
}
INVENTED = ("phone", "email", "website")
# The first and the last are people of the demo's staff.
SIGNATORIES = (
    "Drs. La Ode Harun Contoh, M.Si.",
    "Drs. La Ode Contoh Purnama",
    "Siti Nurhayati Contoh, S.IP., M.Hum.",
)
FORMER_SIGNATORIES = ("Dra. Wa Ode Contoh Lestari, M.Si.", "Siti Contoh Rahmah, S.IP.")  # of earlier demos
# code: (name, code of the unit above)
UNITS: dict[str, tuple[str, str]] = {
    "dinas": ("Dinas Perpustakaan dan Kearsipan", ""),
    "sekretariat": ("Sekretariat", "dinas"),
    "layanan": ("Bidang Layanan Perpustakaan", "dinas"),
    "koleksi": ("Bidang Pengembangan Koleksi", "dinas"),
    "pembinaan": ("Bidang Pembinaan dan Pembudayaan Kegemaran Membaca", "dinas"),
}
# code: (name, name in English, unit, place, serves children)
SERVICE_POINTS: dict[str, tuple[str, str, str, str, bool]] = {
    "sirkulasi": ("Layanan Sirkulasi", "Circulation desk", "layanan", "Lantai 1", False),
    "referensi": ("Layanan Referensi", "Reference desk", "layanan", "Lantai 1", False),
    "anak": ("Layanan Anak", "Children's reading garden", "layanan", "Lantai 2", True),
    "naskah": ("Naskah Buton", "Buton manuscripts", "koleksi", "Lantai 2", False),
    "baca": ("Ruang Baca Terbuka", "Open-air reading room", "layanan", "Lantai 3", False),
    "digital": ("Layanan Digital", "Digital services", "koleksi", "iWOLIO", False),
    "keliling": ("Perpustakaan Keliling", "Mobile library", "pembinaan", "Sekolah dan kelurahan", False),
}


def load(context: Any) -> None:
    """Make the office where absent and bring it to the demo's words; running it again changes nothing.

    Leaves `library`, `units` and `service_points` (both by code) in `context.shared`, and the first two as attributes.
    """
    with acting(None, "Data contoh"):
        context.library = _library()
        context.units = _units()
        context.shared["service_points"] = _service_points(context.units)
        context.shared |= {"library": context.library, "units": context.units}
        _signatories(context.as_of, context.units)
        _services(context.units, context.shared["service_points"])
        _announcement(context.as_of)
        demo_counts.load(context.as_of, context.shared["service_points"])
        for year in (context.as_of.year - 1, context.as_of.year, context.as_of.year + 1):
            save_holidays(days=fixed_holidays(year), by=None, reason="Data contoh")
        for key in switches.SWITCHES:
            switches.turn(key, True, by=None, reason="Data contoh")


def remove(context: Any) -> None:
    """Take the invented signatories and the invented ways to reach the office away, where nobody has changed them.

    Name, letterhead, units, service points and services stay: they are the office's to correct.
    """
    with acting(context.by, "Data contoh dihapus"):
        Signatory.objects.filter(name__in=(*SIGNATORIES, *FORMER_SIGNATORIES)).delete()
        demo_counts.clear()
        for announcement in Announcement.objects.filter(title=ANNOUNCEMENT["title"]):
            announcement.delete()
        library = Library.objects.get(pk=Library.current().pk)
        kept = {name: value for name in INVENTED if (value := getattr(library, name)) != LIBRARY[name]}
        _settle(library, dict.fromkeys(INVENTED, "") | kept)


def _settle(row: Any, values: dict[str, Any]) -> Any:
    """Save the row only where something differs, so a second run leaves no empty lines of history."""
    differs = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    if differs:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


def _library() -> Library:
    """The demo's office; a letterhead that somebody has written stays."""
    library = Library.objects.get(pk=Library.current().pk)
    return library if library.office_line_1 else _settle(library, LIBRARY)


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for code, (name, above) in UNITS.items():
        row = Unit.objects.filter(code=code).first() or Unit(code=code)
        units[code] = _settle(row, {"name": name, "parent_id": units[above].pk if above else None, "is_active": True})
    return units


def _service_points(units: dict[str, Unit]) -> dict[str, ServicePoint]:
    points = {}
    for code, (name, name_en, unit, place, is_children) in SERVICE_POINTS.items():
        row = ServicePoint.objects.filter(code=code).first() or ServicePoint(code=code)
        values = {"name": name, "name_en": name_en, "unit_id": units[unit].pk, "place": place}
        values["counted"] = list(demo_counts.USUAL.get(code, {}))
        points[code] = _settle(row, {**values, "is_children": is_children, "is_active": True})
    return points


def _signatories(as_of: date, units: dict[str, Unit]) -> None:
    """A head of the agency, and the predecessor whose papers stay right; one who signs for a single unit."""
    start, day = date(as_of.year - 1, 1, 2), timedelta(days=1)
    Signatory.objects.filter(name__in=FORMER_SIGNATORIES).delete()
    head, before, deputy = SIGNATORIES
    people = [
        (head, "196907121994031901", "Kepala Dinas", "Pembina Utama Muda, IV/c", start, None, ""),
        (before, "", "Kepala Dinas", "Pembina Utama Muda, IV/c", date(as_of.year - 4, 1, 2), start - day, ""),
        (deputy, "197511202001122903", "Kepala Bidang Layanan Perpustakaan", "Pembina, IV/a", start, None, "layanan"),
    ]
    for name, nip, title, rank, valid_from, valid_until, unit in people:
        row = Signatory.objects.filter(name=name).first() or Signatory(name=name)
        values = {"nip": nip, "title": title, "rank": rank, "valid_from": valid_from, "valid_until": valid_until}
        _settle(row, values)
        if unit and not row.units.filter(pk=units[unit].pk).exists():
            row.units.add(units[unit])


def _services(units: dict[str, Unit], points: dict[str, ServicePoint]) -> None:
    """Public services; one that somebody has written already stays as it is."""
    for position, (code, (unit, point, fields, spans)) in enumerate(SERVICES.items(), start=1):
        if Service.objects.filter(code=code).exists():
            continue
        service = Service.objects.create(
            code=code,
            unit=units[unit],
            service_point=points.get(point),
            position=position * 10,
            is_published=True,
            **fields,
        )
        for weekday, opens, closes in spans:
            ServiceHours.objects.create(service=service, weekday=weekday, opens=time(*opens), closes=time(*closes))
        for weekday, arrives, leaves, place, place_en in STOPS if code == MOBILE else ():
            MobileStop.objects.create(
                service=service, weekday=weekday, arrives=time(*arrives), leaves=time(*leaves),
                place=place, place_en=place_en,
            )  # fmt: skip


def _announcement(as_of: date) -> None:
    row = Announcement.objects.filter(title=ANNOUNCEMENT["title"]).first() or Announcement()
    dates = {"shown_from": as_of - timedelta(days=3), "shown_until": as_of + timedelta(days=28)}
    _settle(row, {**ANNOUNCEMENT, **dates})
