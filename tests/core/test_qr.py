"""QR codes: drawn without outside help, the same text gives the same bytes."""

from io import BytesIO
from xml.etree import ElementTree

from PIL import Image

from baubau_pembinaan.core.qr import qr_png, qr_svg

ADDRESS = "https://pustaka.example.go.id/s/AB12CD/"


def test_svg_is_named_and_carries_no_class_or_style():
    svg = qr_svg(ADDRESS, title="Survei <b>")
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert "class=" not in svg
    assert "style=" not in svg
    assert "<b>" not in svg


def test_png_is_large_enough_for_four_centimetres_and_has_a_quiet_zone():
    image = Image.open(BytesIO(qr_png(ADDRESS))).convert("L")
    assert image.width == image.height >= 472  # 4 cm at 300 dpi
    edge = 4 * 16
    assert image.crop((0, 0, image.width, edge)).getextrema() == (255, 255)
    assert image.getpixel((edge, edge)) < 64


def test_the_same_text_gives_the_same_bytes_and_another_text_others():
    assert qr_png(ADDRESS) == qr_png(ADDRESS)
    assert qr_png(ADDRESS) != qr_png(ADDRESS + "x")
