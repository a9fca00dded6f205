"""Charts: well-formed, presentation attributes only, hostile labels harmless, figures beside."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override
from PIL import ImageFont

from baubau_pembinaan.core.charts import Chart, bar_chart, line_chart, radar_chart, stacked_bar_chart
from baubau_pembinaan.core.charts.svg import PHONE_WIDTH, text_width

HOSTILE = "<script>alert(1)</script>\"&'#import"


def _all(label: str) -> list[Chart]:
    return [
        bar_chart([(label, 3), ("B", None)], title=label, target=2, target_label=label),
        bar_chart([(label, 3), ("B", None)], title=label, target=2, target_label=label, vertical=True),
        stacked_bar_chart([label, "B"], {label: [1, 0], "Lain": [None, 4]}, title=label),
        line_chart([label, "B", "C"], {label: [1, None, 3], "Lain": [4, 5, 6]}, title=label, target=2),
        radar_chart([label, "B", "C"], {label: [1, None, 3]}, title=label, maximum=4),
        bar_chart([], title=label),
    ]


@pytest.mark.parametrize("chart", _all(HOSTILE))
def test_a_chart_is_well_formed_and_named_whatever_its_labels_hold(chart):
    root = ElementTree.fromstring(chart)
    title, description = root.attrib["aria-labelledby"].split()
    named = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
    assert named[title] == HOSTILE
    assert named[description]
    assert "<script" not in chart
    assert not re.search(r"\s(class|style|on\w+|href)=", chart)


def test_figures_stand_in_the_chart_and_in_the_table():
    chart = bar_chart([("Biaya", Decimal("3.905")), ("Waktu", None)], title="NRR", places=2, value_label="NRR")
    assert chart.headers[1] == "NRR"
    assert chart.rows == [["Biaya", "3,91"], ["Waktu", "–"]]
    assert ">3,91</text>" in chart


def test_a_bar_is_as_long_as_its_share_of_the_maximum():
    chart = bar_chart([("A", 4), ("B", 1)], title="x", maximum=4)
    widths = [float(rect.attrib["width"]) for rect in ElementTree.fromstring(chart) if rect.tag.endswith("rect")]
    assert widths[1] == pytest.approx(widths[0] / 4, abs=0.1)


def test_a_missing_value_breaks_the_line():
    chart = line_chart(["1", "2", "3", "4", "5"], {"IKM": [1, 2, None, 4, 5]}, title="x")
    lines = [e for e in ElementTree.fromstring(chart) if e.tag.endswith("polyline")]
    assert [len(e.attrib["points"].split()) for e in lines] == [2, 2]


def test_shares_fill_the_whole_width():
    chart = stacked_bar_chart(["A", "B"], {"x": [1, 30], "y": [1, 10]}, title="x", share=True)
    rects = [r for r in ElementTree.fromstring(chart) if r.tag.endswith("rect") and r.attrib["height"] == "26"]
    ends = [float(r.attrib["x"]) + float(r.attrib["width"]) for r in rects]
    assert ends[1] == pytest.approx(ends[3], abs=0.2)


def test_the_same_figures_give_the_same_bytes_in_each_language():
    def draw() -> Chart:
        return bar_chart([("A", Decimal("1.5"))], title="x", places=1)

    with override("id"):
        indonesian = draw()
        assert indonesian == draw()
    with override("en"):
        assert ">1.5<" in draw()
    assert ">1,5<" in indonesian


def test_negative_bars_are_refused_and_lines_take_them():
    with pytest.raises(ValueError, match="negative"):
        bar_chart([("A", -1)], title="x")
    assert line_chart(["1", "2"], {"Selisih": [-1, 2]}, title="x").rows == [["1", "-1"], ["2", "2"]]


@pytest.mark.parametrize("draw", [stacked_bar_chart, line_chart])
def test_series_of_another_length_are_refused(draw):
    with pytest.raises(ValueError, match="one value"):
        draw(["A", "B"], {"x": [1]}, title="x")


def test_a_radar_needs_three_axes():
    with pytest.raises(ValueError, match="three"):
        radar_chart(["A", "B"], {"x": [1, 2]}, title="x", maximum=4)


def test_the_component_shows_chart_and_table():
    chart = bar_chart([(HOSTILE, 3)], title="Judul")
    html = render_to_string("components/chart.html", {"chart": chart})
    assert "<svg " in html
    assert '<th scope="row">&lt;script&gt;' in html
    assert "<details" in html
    assert "<script>" not in html


def test_a_phone_gets_the_chart_drawn_for_its_own_width():
    chart = line_chart(["Q1", "Q2"], {"IKM": [80, 82]}, title="IKM")
    narrow = chart.narrow
    assert narrow is not None
    assert (narrow.title, narrow.headers, narrow.rows) == (chart.title, chart.headers, chart.rows)
    assert float(ElementTree.fromstring(narrow).attrib["width"]) == PHONE_WIDTH
    html = render_to_string("components/chart.html", {"chart": chart})
    assert html.count("<svg ") == 2
    assert html.index("chart-wide") < html.index("chart-narrow")
    assert "chart-scroll" not in html


@pytest.mark.parametrize(
    "name",
    ["Handling of complaints, suggestions and input", "Penanganan Pengaduan, Saran, dan Masukan"],
)
def test_no_name_is_wider_than_its_room(name):
    font = ImageFont.truetype(settings.BASE_DIR / "static/fonts/PlusJakartaSans-Regular.ttf", 100)
    assert font.getlength(name) / 100 <= text_width(name, 1)


def test_no_name_is_cut_on_a_phone():
    names = [
        "Penanganan Pengaduan, Saran, dan Masukan",
        "Produk Spesifikasi Jenis Pelayanan",
        "Sistem, Mekanisme, dan Prosedur",
    ]
    charts = [
        bar_chart([(name, 3) for name in names], title="NRR", maximum=4),
        stacked_bar_chart(names, {"4": [1, 2, 3], "3": [3, 2, 1]}, title="Jawaban", share=True),
        line_chart(["T1", "T2"], {name: [3, 4] for name in names}, title="Tren"),
    ]
    for chart in charts:
        drawn = ElementTree.fromstring(chart.narrow)
        texts = [t for t in drawn.iter() if t.tag.endswith("text")]
        assert not any("…" in (t.text or "") for t in texts)
        words = " ".join(t.text or "" for t in texts)
        assert all(name in words for name in names)
        height = float(drawn.attrib["height"])
        assert all(0 < float(t.attrib["y"]) < height for t in texts)
        assert len({(t.attrib["x"], t.attrib["y"]) for t in texts}) == len(texts)


def test_a_chart_of_one_width_scrolls_instead():
    chart = Chart.build("<svg></svg>", title="Judul", headers=["a"], rows=[["b"]])
    assert chart.narrow is None
    html = render_to_string("components/chart.html", {"chart": chart})
    assert html.count("<svg>") == 1
    assert "chart-scroll" in html


def test_a_running_period_says_so_and_ends_the_line():
    chart = line_chart(["Jan", "Feb", "Mar"], {"x": [5, 6, 1]}, title="x", running=2)
    assert chart.rows[2] == ["Mar (berjalan)", "1"]
    lines = [e for e in ElementTree.fromstring(chart) if e.tag.endswith("polyline")]
    assert [len(e.attrib["points"].split()) for e in lines] == [2]
    assert ">1</text>" in line_chart(["Jan", "Feb"], {"x": [None, 1]}, title="x", running=1)  # nothing else to draw


def test_a_small_change_does_not_look_like_a_fall():
    """82.0 to 83.0 keeps to the upper part of its axis, clear of the line below."""
    chart = line_chart(["T1", "T2"], {"IKM": [83, 82]}, title="IKM", places=2)
    points = [float(t.attrib["cy"]) for t in ElementTree.fromstring(chart).iter() if t.tag.endswith("circle")]
    lowest = max(float(t.attrib["y1"]) for t in ElementTree.fromstring(chart).iter() if "y1" in t.attrib)
    assert lowest - max(points) > 60
