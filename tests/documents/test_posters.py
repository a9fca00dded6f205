"""Posters and slips: readable QR, hand-typed code, harmless text, the same bytes again."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from baubau_pembinaan.documents.posters import (
    QR_MM,
    SIZES,
    Brochure,
    Poster,
    Slip,
    brochure,
    hours_section,
    poster,
    section,
    slips,
)
from baubau_pembinaan.documents.render.typeset import plain
from baubau_pembinaan.documents.tree import Letterhead

DAY = date(2026, 11, 22)
OFFICE = Letterhead("PEMERINTAH KOTA CONTOH", "DINAS PERPUSTAKAAN")
POSTER = Poster(
    "Bagaimana layanan kami?", "https://contoh.example/s/AB12CD/", "contoh.example/s/", "AB12CD", "Sembilan soal."
)
HOSTILE = '#import "x": * $ \\ <b> {{ y }} 😀 ' + "panjang" * 200


@pytest.mark.parametrize("paper", ["a4", "a5", "a6"])
def test_a_poster_has_its_paper_and_a_code_of_four_centimetres(paper):
    ppi = 100
    image = Image.open(BytesIO(poster(POSTER, day=DAY, office=OFFICE, paper=paper, kind="png", ppi=ppi))).convert("RGB")
    assert image.width / ppi * 25.4 == pytest.approx(SIZES[paper][0], abs=0.5)
    assert image.height / ppi * 25.4 == pytest.approx(SIZES[paper][1], abs=0.5)
    # The code's dark modules, measured on the print: the three finder squares span its whole width.
    row = _finder_row(image)
    dark = [x for x in range(image.width) if sum(image.getpixel((x, row))) < 200]
    assert (max(dark) - min(dark)) / ppi * 25.4 >= 40


def _finder_row(image: Image.Image) -> int:
    """The first row, from the middle of the page down to the QR's foot, where dark modules of the finder stand."""
    for y in range(int(image.height * 0.30), image.height):
        row = [sum(image.getpixel((x, y))) < 200 for x in range(int(image.width * 0.15), int(image.width * 0.85))]
        runs = "".join("1" if dark else "0" for dark in row)
        if "1" * int(image.width * 0.05) in runs:
            return y
    raise AssertionError("no QR found")


def test_codes_are_never_planned_smaller_than_four_centimetres():
    assert min(QR_MM.values()) > 40


def test_a_poster_is_accessible_and_repeatable():
    made = poster(POSTER, day=DAY, office=OFFICE)
    assert b"pdfuaid:part" in made
    assert made == poster(POSTER, day=DAY, office=OFFICE)
    assert made != poster(POSTER, day=date(2026, 11, 23), office=OFFICE)


@pytest.mark.parametrize("paper", ["a4", "a5", "a6"])
def test_a_poster_stays_on_one_page_whatever_it_says(paper):
    full = Poster(HOSTILE, POSTER.url, HOSTILE[:80], "AB12CD", HOSTILE, [HOSTILE[:200]] * 3, HOSTILE[:100])
    for content in (full, POSTER):
        assert poster(content, day=DAY, office=OFFICE, paper=paper).count(b"/Type/Page/") == 1


@pytest.mark.parametrize("paper", ["a4", "a5", "a6"])
def test_the_steps_of_a_poster_are_read_at_arms_length(paper):
    """Three lines of 12 points on A5 are 14 mm high or more; on other papers in proportion."""
    steps = ["Buka kamera ponsel.", "Pilih satu jawaban.", "Tekan Kirim."]

    def drawn(said: list[str]) -> Image.Image:
        content = replace(POSTER, steps=said)
        return Image.open(BytesIO(poster(content, day=DAY, office=OFFICE, paper=paper, kind="png", ppi=100))).convert(
            "L"
        )

    _left, top, _right, bottom = ImageChops.difference(drawn(steps), drawn([])).getbbox()
    assert (bottom - top) / 100 * 25.4 >= 14 * SIZES[paper][0] / 148
    assert bottom / 100 * 25.4 < SIZES[paper][1] * 0.975  # above the band at the foot


FACTS = ("Sabtu, 5 Desember 2026, 09.00", "Taman baca, Jl. Pahlawan No. 1", "7–12 tahun")


@pytest.mark.parametrize("paper", ["a4", "a5", "square"])
@pytest.mark.parametrize("title", ["Dongeng", "Lokakarya menulis cerita rakyat Buton untuk remaja dan keluarga " * 2])
def test_what_a_poster_says_ends_above_the_band_at_its_foot(paper, title):
    content = Poster(title, POSTER.url, "contoh.example/kegiatan/12/", lead="Cerita laut. " * 8, facts=FACTS)
    ppi = 100
    image = Image.open(BytesIO(poster(content, day=DAY, office=OFFICE, paper=paper, kind="png", ppi=ppi)))
    band = round(4 * SIZES[paper][0] / 148 / 25.4 * ppi)
    above = image.convert("L").crop((0, image.height - band - 12, image.width, image.height - band - 2))
    assert above.getextrema()[0] > 200, "nothing touches the band at the foot"


def test_slips_fill_sheets_of_eight():
    def made(count: int) -> bytes:
        return slips([Slip(f"Contoh {n} {HOSTILE}", POSTER.url, "K7QF-2M9X", ["a"]) for n in range(count)], day=DAY)

    assert [made(count).count(b"/Type/Page/") for count in (1, 8, 9)] == [1, 1, 2]


def test_no_slip_is_refused():
    with pytest.raises(ValueError, match="no slip"):
        slips([], day=DAY)


def folded(words: str, steps: int = 3) -> bytes:
    inside = (
        [*section("Untuk siapa", [words])],
        [*section("Alurnya", [words] * steps, kind="steps")],
        hours_section("Jam buka", [("Senin", "08.00–16.00")]),
    )
    content = Brochure(
        words[:120] or "Pinjam", POSTER.url, "contoh.example/s/", "BROSUR-X", words, inside, section("Aman")
    )
    return brochure(content, day=DAY, office=OFFICE)


@pytest.mark.parametrize(("words", "steps"), [("", 0), ("Bawa kartu.", 3), (HOSTILE, 12)])
def test_a_brochure_has_two_pages_whatever_it_says(words, steps):
    assert folded(words, steps).count(b"/Type/Page/") == 2


def test_a_brochure_is_accessible_and_repeatable():
    made = folded("Bawa kartu.")
    assert b"pdfuaid:part" in made
    assert made == folded("Bawa kartu.")


@pytest.mark.parametrize("words", ["contoh.example/layanan/perpustakaan-keliling-kota-contoh/", "a-b/" * 30])
def test_a_typed_address_holds_nothing_that_cannot_be_seen(words):
    assert plain(words) == words
    assert "\u200b" in plain("panjang" * 10)


def test_a_leaflet_with_facts_stays_on_one_page_and_its_code_is_large_enough():
    facts = [("Jam buka", "Senin–Jumat 08.00–16.00\nSabtu 08.00–12.00"), ("Kontak", HOSTILE[:120])] * 4
    content = Poster("Pinjam", POSTER.url, POSTER.address, steps=["Satu", "Dua"], terms=facts)
    assert poster(content, day=DAY, office=OFFICE).count(b"/Type/Page/") == 1
    image = Image.open(BytesIO(poster(content, day=DAY, office=OFFICE, kind="png", ppi=100))).convert("RGB")
    row = _finder_row(image)
    dark = [x for x in range(image.width) if sum(image.getpixel((x, row))) < 200]
    assert (max(dark) - min(dark)) / 100 * 25.4 >= 40
