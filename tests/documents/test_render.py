"""One tree, four papers: the same content everywhere, the same bytes again, and nothing typed becomes code."""

import re
import subprocess
import sys
from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from docx import Document as open_docx
from PIL import Image

from baubau_pembinaan.core.charts import bar_chart
from baubau_pembinaan.documents import render, tree

DAY = date(2026, 11, 22)
HOSTILE = [
    '#import "/etc/passwd": *',
    '#read("/etc/passwd") #eval("1+1") #panic()',
    "$ sum_(x)^2 $ *tebal* _miring_ `kode` \\ \\u{41} @ref <label> // /* komentar",
    "<script>alert(1)</script> & \" ' {{ x }} {% now 'Y' %}",
    "😀🎉 شكرا שלום \u202eterbalik\u202c \u200b\ufeff",
    "\x00\x07\x1b kendali \ud800 tunggal",
    "x" * 10_000,
    "kata " * 2_000,
    "= Judul\n- butir\n+ nomor\n/ Istilah: isi\n#{",
]


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 40), "#0B4F5C").save(out, "PNG")
    return out.getvalue()


def _document(*blocks: tree.Block, title: str = "Laporan", **options) -> tree.Document:
    return tree.Document(title=title, date=DAY, blocks=blocks, **options)


def _every_block(text: str) -> list[tree.Block]:
    chart = bar_chart([(text[:200], 3), ("B", 4)], title=text[:200])
    return [
        tree.Heading(text[:300]),
        tree.Heading(text[:300], level=2),
        tree.Paragraph(text, bold=True),
        tree.BulletList([text[:500], "b"], ordered=True),
        tree.KeyValues([(text[:40], text[:500])]),
        tree.Table(
            [text[:40], "Nilai"],
            [[text[:500], "1"]],
            align=["start", "end"],
            caption=text[:100],
            total=["x", text[:40]],
        ),
        tree.Chart(chart, with_table=True),
        tree.Picture(_picture(), alt=text[:200], caption=text[:100]),
        tree.PageBreak(),
        tree.Signature(
            text[:60], [tree.Signer(text[:60], text[:60], text[:60], text[:20], text[:20]), tree.Signer("a", "b")]
        ),
        tree.Signature(
            text[:60], [tree.Signer("a", "b")], beside=tree.Picture(_picture(), alt=text[:200], caption=text[:100])
        ),
        tree.Note(text[:500]),
        tree.NewPaper(text[:200], text[:100], KOP),
    ]


KOP = tree.Letterhead("PEMERINTAH KOTA CONTOH", "DINAS PERPUSTAKAAN", "", "Jalan Contoh 1", "Telp. 0", _picture())


@pytest.mark.parametrize("lines", [1, 60, 150])
def test_a_one_page_paper_takes_one_page(lines):
    document = _document(tree.BulletList(["Satu baris"] * lines), letterhead=KOP, one_page=True)
    assert len(render.to_png(document, ppi=20)) == 1
    assert b"pdfuaid:part" in render.to_pdf(document)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_becomes_code_or_breaks_a_paper(text):
    document = _document(*_every_block(text), title=text[:200], subtitle=text[:100], number=text[:50], letterhead=KOP)
    assert render.to_pdf(document).startswith(b"%PDF-")
    assert render.to_docx(document)[:2].decode() == "PK"
    html = render.to_html(document)
    assert "<script" not in html
    assert not re.search(r"\s(style|on\w+)=", re.sub(r"(?s)>[^<]*<", "><", html))


def test_word_keeps_what_was_typed_letter_for_letter():
    text = HOSTILE[2]
    word = open_docx(BytesIO(render.to_docx(_document(tree.Paragraph(text)))))
    assert text in [paragraph.text for paragraph in word.paragraphs]


def test_the_same_document_gives_the_same_bytes_and_another_day_others():
    document = _document(*_every_block("Isi"), letterhead=KOP)
    again = _document(*_every_block("Isi"), letterhead=KOP)
    assert render.to_pdf(document) == render.to_pdf(again)
    assert render.to_docx(document) == render.to_docx(again)
    assert render.to_png(document) == render.to_png(again)
    other = tree.Document(title="Laporan", date=date(2026, 11, 23), blocks=document.blocks, letterhead=KOP)
    assert render.to_pdf(other) != render.to_pdf(document)


def test_a_pdf_is_accessible_and_speaks_its_language():
    pdf = render.to_pdf(_document(*_every_block("Isi"), letterhead=KOP))
    assert b"pdfuaid:part" in pdf
    assert b"/Lang(id" in pdf


def test_an_emoji_costs_the_accessible_profile_not_the_paper():
    pdf = render.to_pdf(_document(tree.Paragraph("😀")))
    assert b"pdfuaid:part" not in pdf


def test_paper_and_margins_follow_the_page():
    f4 = _document(tree.Paragraph("x"), page=tree.Page(paper="f4"))
    image = Image.open(BytesIO(render.to_png(f4, ppi=72)[0]))
    assert (image.width, image.height) == (
        pytest.approx(215 / 25.4 * 72, abs=1.5),
        pytest.approx(330 / 25.4 * 72, abs=1.5),
    )
    section = open_docx(BytesIO(render.to_docx(f4))).sections[0]
    assert (section.page_width.mm, section.page_height.mm) == (pytest.approx(215, abs=0.1), pytest.approx(330, abs=0.1))
    assert section.left_margin.mm == pytest.approx(30, abs=0.1)


def test_a_long_table_repeats_its_header_on_the_next_page():
    rows = [[str(number), f"Baris {number}"] for number in range(150)]
    document = _document(tree.Table(["No", "Isi"], rows))
    assert len(render.to_png(document, ppi=40)) >= 3
    word = open_docx(BytesIO(render.to_docx(document)))
    assert "w:tblHeader" in word.tables[0].rows[0]._tr.xml
    assert len(word.tables[0].rows) == 151


def _has_words_at_the_left(page: bytes) -> bool:
    picture = Image.open(BytesIO(page)).convert("L")
    low, _high = picture.crop((0, 0, picture.width // 3, picture.height)).getextrema()
    return low < 128


@pytest.mark.parametrize("last", [tree.Paragraph("Demikian."), tree.BulletList(["satu", "dua"], ordered=True)])
def test_names_never_stand_on_a_page_alone(last):
    seen = set()
    for lines in range(12, 30):
        filler = [tree.Paragraph("Isi")] * lines
        names = tree.Signature("Kota, 1 Desember 2026", [tree.Signer("Kepala Dinas", "Contoh", "Pembina", "123")])
        pages = render.to_png(_document(*filler, last, names), ppi=40)
        seen.add(len(pages))
        assert _has_words_at_the_left(pages[-1]), lines
    assert seen == {1, 2}


def test_word_keeps_names_with_the_words_before_them():
    names = tree.Signature("Kota, 1 Desember 2026", [tree.Signer("Kepala Dinas", "Contoh")])
    word = open_docx(BytesIO(render.to_docx(_document(tree.Paragraph("Demikian."), names))))
    assert word.paragraphs[-1].text == "Demikian."
    assert word.paragraphs[-1].paragraph_format.keep_with_next
    first, last = word.tables[-1].rows
    assert all(p.paragraph_format.keep_with_next for cell in first.cells for p in cell.paragraphs)
    assert not any(p.paragraph_format.keep_with_next for cell in last.cells for p in cell.paragraphs)


def test_word_has_real_headings_and_pictures_with_words():
    word = open_docx(BytesIO(render.to_docx(_document(*_every_block("Isi"), letterhead=KOP))))
    assert [p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")] == [
        "Heading 1",
        "Heading 2",
        "Heading 1",  # a new paper's title
    ]
    assert [shape._inline.docPr.get("descr") for shape in word.inline_shapes][1:3] == ["Isi", "Isi"]


def test_the_print_view_shows_everything_without_inline_style():
    html = render.to_html(_document(*_every_block("Isi"), letterhead=KOP, number="1/X/2026", title="Judul"))
    assert "<h1>Judul</h1>" in html
    assert "Nomor: 1/X/2026" in html
    assert html.count("<table>") == 2
    assert 'src="data:image/png;base64,' in html


def test_labels_follow_the_documents_language_not_the_readers():
    english = _document(tree.Paragraph("x"), number="1", language="en")
    assert "Number: 1" in render.to_html(english)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="2 cells"):
        tree.Table(["a"], [["1", "2"]])


def test_a_broken_emblem_leaves_its_place_empty():
    document = _document(tree.Paragraph("x"), letterhead=tree.Letterhead("A", "B", emblem=b"no picture at all"))
    assert render.to_pdf(document).startswith(b"%PDF-")
    assert render.to_docx(document)[:2] == b"PK"


def test_the_engines_load_only_when_a_paper_is_made():
    code = (
        "import django; django.setup(); import sys; import baubau_pembinaan.documents.render, "
        "baubau_pembinaan.documents.letterhead; print('typst' in sys.modules or 'docx' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.BASE_DIR, check=True
    )
    assert done.stdout.strip() == "False"
