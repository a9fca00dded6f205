"""Kecamatan and kelurahan of Baubau.

Names and areas: http://baubaukota.go.id/pages/geografis. Population 2015: jendelasultra.blogspot.com (April 2017),
whose sum of 154,877 was checked. 8 kecamatan, 43 kelurahan, 293.18 km².
"""

from decimal import Decimal
from typing import Any

POPULATION_YEAR = 2015

# name: (km², inhabitants in POPULATION_YEAR, kelurahan)
DISTRICTS: dict[str, tuple[str, int, str]] = {
    "Betoambari": ("31.40", 18_433, "Sulaa, Waborobo, Labalawa, Lipu, Katobengke"),
    "Murhum": ("6.09", 21_793, "Baadia, Melai, Wajo, Lamangga, Tanganapada"),
    "Batupoaro": ("1.68", 29_291, "Bone-bone, Tarafu, Wameo, Lanto, Kaobula, Nganganaumala"),
    "Wolio": (
        "33.56",
        42_862,
        "Bataraguru, Tomba, Wale, Batulo, Wangkanapi, Kadolokatapi, Bukit Wolio Indah",
    ),
    "Kokalukuna": ("16.85", 18_929, "Liwuto, Waruruma, Sukanayo, Lakologou, Kadolo, Kadolomoko"),
    "Sorawolio": ("111.00", 8_025, "Karya Baru, Kaisabu Baru, Gonda Baru, Bugi"),
    "Bungi": ("59.20", 8_030, "Liabuku, Waliabuku, Ngkari-ngkari, Tampuna, Kampeonaho"),
    "Lea-Lea": ("33.40", 7_514, "Kantalai, Kalia-lia, Kolese, Lowu-lowu, Palabusa"),
}


def seed(apps: Any) -> None:
    """Put in the rows that are absent; leave what somebody changed. `apps` is a migration's or the real registry."""
    district_model, village_model = apps.get_model("libraries.District"), apps.get_model("libraries.Village")
    for name, (area, population, villages) in DISTRICTS.items():
        district, _made = district_model.objects.get_or_create(
            name=name,
            defaults={"area_km2": Decimal(area), "population": population, "population_year": POPULATION_YEAR},
        )
        for village in villages.split(", "):
            village_model.objects.get_or_create(district=district, name=village)
