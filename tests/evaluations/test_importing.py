"""import_survey_answers and skm_result as a clerk uses them."""

import io
import json
import tracemalloc
from datetime import datetime

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from evaluations.models import Answer, AnswerImport, ExtraAnswer, Question, Survey
from tests.evaluations.test_skm import NINE
from tests.factories.evaluations import make_period, make_survey, skm_with_own_questions

pytestmark = pytest.mark.django_db
HEAD = ",".join(NINE)


def run(command, *args):
    out = io.StringIO()
    code = 0
    try:
        call_command(command, *[str(a) for a in args], "--format", "json", stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, json.loads(out.getvalue())


def write(tmp_path, text, name="jawaban.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_create_makes_a_survey_of_the_unsur_present_and_counts_every_row(tmp_path):
    path = write(tmp_path, "waktu,sarana\n4,4\n4,3\n3,\n")
    assert run("import_survey_answers", "uji", path, "--create")[0] == 0
    code, result = run("skm_result", "uji")
    assert code == 0
    assert result["respondents"] == 3
    assert result["unsur"] == [
        {"key": "waktu", "n": 3, "sum": 11, "nrr": "3.667", "weighted": "1.833"},
        {"key": "sarana", "n": 2, "sum": 7, "nrr": "3.500", "weighted": "1.750"},
    ]
    assert (result["ikm"], result["grade"]) == ("89.58", "A")
    assert set(result) == {"survey", "period", "respondents", "unsur", "ikm", "grade", "formula_version"}


def test_the_value_5_refuses_the_whole_file_naming_row_and_column(tmp_path):
    rows = [
        "443",
        "443",
        "343",
        "343",
        "443",
        "434",
        "344",
        "443",
        "442",
        "433",
        "442",
        "343",
        "443",
        "443",
        "343",
        "433",
        "353",
        "423",
        "443",
        "443",
    ]
    path = write(tmp_path, "waktu,biaya,sarana\n" + "\n".join(",".join(r) for r in rows))
    code, answer = run("import_survey_answers", "uji", path, "--create")
    assert code == 2
    assert answer["accepted"] == 0
    assert [(p["row"], p["column"], p["value"]) for p in answer["problems"]] == [(18, "biaya", "5")]
    assert not Survey.objects.exists()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("value", ["0", "5", "-1", "2.5", "empat", "44", "1e0", "٣"])
def test_a_value_outside_1_to_4_is_refused(tmp_path, value):
    path = write(tmp_path, f"{HEAD}\n4,4,4,4,4,4,4,4,4\n4,4,4,{value},4,4,4,4,4\n")
    code, answer = run("import_survey_answers", "uji", path, "--create")
    assert (code, answer["accepted"]) == (2, 0)
    assert [(p["row"], p["column"]) for p in answer["problems"]] == [(3, "biaya")]
    assert not Answer.objects.exists()


def test_an_unknown_column_is_refused(tmp_path):
    code, answer = run("import_survey_answers", "uji", write(tmp_path, "waktu,warna\n4,4\n"), "--create")
    assert code == 2
    assert [(p["row"], p["column"]) for p in answer["problems"]] == [(1, "warna")]


def test_positions_need_an_order_because_of_the_u8_u9_trap(tmp_path):
    path = write(tmp_path, "U1,U2\n4,1\n")
    code, answer = run("import_survey_answers", "uji", path, "--create")
    assert code == 2
    assert "U8" in answer["problems"][0]["message"]
    assert run("import_survey_answers", "uji", path, "--create", "--order", "sarana,pengaduan")[0] == 0
    result = run("skm_result", "uji")[1]
    assert [(u["key"], u["sum"]) for u in result["unsur"]] == [("sarana", 4), ("pengaduan", 1)]


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("titik-koma", "waktu;sarana\r\n4;3\r\n", "utf-8"),
        ("bom", "\ufeffwaktu,sarana\n4,3\n", "utf-8"),
        ("baris-kosong", "waktu,sarana\n\n4,3\n,\n\n", "utf-8"),
        ("desimal", "waktu,sarana\n4.0,3.0\n", "utf-8"),
        ("huruf-besar", "WAKTU,Sarana\n4,3\n", "utf-8"),
        ("cp1252", "waktu,sarana,education\n4,3,D1–D3\n", "cp1252"),
    ],
)
def test_dialects_of_csv_are_read(tmp_path, name, text, encoding):
    path = write(tmp_path, text, f"{name}.csv", encoding)
    code, answer = run("import_survey_answers", "uji", path, "--create")
    assert (code, answer["accepted"]) == (0, 1), answer
    assert [u["sum"] for u in run("skm_result", "uji")[1]["unsur"]] == [4, 3]


def test_a_spreadsheet_with_numbers_is_read(tmp_path):
    book = Workbook()
    book.active.append(NINE)
    book.active.append([4.0] * 9)
    book.active.append([3, 3, 3, None, 3, 3, 3, 3, 3])
    path = tmp_path / "jawaban.xlsx"
    book.save(path)
    assert run("import_survey_answers", "uji", path, "--create")[1]["accepted"] == 2
    result = run("skm_result", "uji")[1]
    assert [u["n"] for u in result["unsur"]] == [2, 2, 2, 1, 2, 2, 2, 2, 2]


def test_an_unsur_without_any_answer_gives_no_ikm(tmp_path):
    path = write(tmp_path, "waktu,sarana\n4,\n3,\n")
    assert run("import_survey_answers", "uji", path, "--create")[0] == 0
    result = run("skm_result", "uji")[1]
    assert result["unsur"][1] == {"key": "sarana", "n": 0, "sum": 0, "nrr": None, "weighted": None}
    assert (result["ikm"], result["grade"]) == (None, None)


def test_the_same_file_twice_changes_nothing(tmp_path):
    path = write(tmp_path, "waktu,sarana\n4,4\n")
    run("import_survey_answers", "uji", path, "--create")
    code, answer = run("import_survey_answers", "uji", path, "--create")
    assert (code, answer["accepted"], answer["already_imported"]) == (0, 0, True)
    assert (Answer.objects.count(), AnswerImport.objects.count()) == (1, 1)


def test_a_dry_run_saves_nothing(tmp_path):
    path = write(tmp_path, "waktu,sarana\n4,4\n")
    code, answer = run("import_survey_answers", "uji", path, "--create", "--dry-run")
    assert (code, answer["accepted"]) == (0, 1)
    assert not Survey.objects.exists()
    assert not Answer.objects.exists()


def test_the_respondent_block_is_understood_in_office_words(tmp_path):
    path = write(tmp_path, "waktu,jenis kelamin,umur,pendidikan,pekerjaan\n4,P,34,SMA,Pegawai swasta\n")
    code, answer = run("import_survey_answers", "uji", path, "--create")
    assert code == 0, answer
    row = Answer.objects.get()
    assert (row.sex, row.age, row.education, row.occupation) == (2, 3, 4, 5)


def test_unknown_words_in_the_respondent_block_are_refused(tmp_path):
    path = write(tmp_path, "waktu,sex,age,day\n4,X,tua,31-02-2026\n")
    code, answer = run("import_survey_answers", "uji", path, "--create")
    assert code == 2
    assert {(p["row"], p["column"]) for p in answer["problems"]} == {(2, "sex"), (2, "age"), (2, "day")}


def test_a_code_nobody_made_needs_create(tmp_path):
    path = write(tmp_path, "waktu\n4\n")
    assert run("import_survey_answers", "belum", path)[0] == 2


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [("a", 0), ("b1", 0), ("skm_2-x", 0), ("12345678", 0), ("123456789", 2), ("a b", 2), ("é", 2)],
)
def test_a_code_may_be_short_but_not_long_or_odd(tmp_path, code, exit_code):
    path = write(tmp_path, "waktu\n4\n")
    found, answer = run("import_survey_answers", code, path, "--create")
    assert found == exit_code
    if exit_code:
        assert answer["accepted"] == 0
        assert "Batasan" not in answer["problems"][0]["message"]


# --- Files as offices make them ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tab", "waktu\tsarana\n4\t3\n"),
        ("pemisah-di-ujung", "waktu,sarana,\n4,3,\n"),
        ("tanda-kutip", '"waktu","sarana"\n"4","3"\n'),
        ("judul-di-atas", "Rekap survei kepuasan,\n\nwaktu,sarana\n4,3\n"),
        ("spasi", " waktu , sarana \n 4 , 3 \n"),
        ("mac", "waktu,sarana\r4,3\r"),
    ],
)
def test_odd_files_are_read(tmp_path, name, text):
    code, answer = run("import_survey_answers", "uji", write(tmp_path, text, f"{name}.csv"), "--create")
    assert (code, answer["accepted"]) == (0, 1), answer
    assert [u["sum"] for u in run("skm_result", "uji")[1]["unsur"]] == [4, 3]


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("kosong", "", [(0, "")]),
        ("tanpa-baris", "waktu,sarana\n", [(1, "")]),
        ("kolom-kembar", "waktu,waktu\n4,4\n", [(1, "waktu")]),
        ("kolom-tanpa-nama", "waktu,,sarana\n4,4,3\n", [(1, "2")]),
        ("di-luar-tabel", "waktu,sarana\n4,3,2\n", [(2, "")]),
        ("sel-raksasa", "waktu,sarana\n4," + "9" * 200_000 + "\n", [(2, "")]),
        ("kutip-terbuka", 'waktu,sarana\n4,"3\n', [(2, "")]),
        ("nol", "waktu,sarana\n4,\x003\n", [(0, "")]),
        ("rumus", "waktu,sarana\n4,=1+2\n", [(2, "sarana")]),
        ("tanggal", "waktu,sarana\n4,2026-03-01\n", [(2, "sarana")]),
        ("baris-tanpa-jawaban", "waktu,sex\n4,P\n,L\n", [(3, "waktu")]),
    ],
)
def test_odd_files_are_refused_whole_with_the_place(tmp_path, name, text, places):
    code, answer = run("import_survey_answers", "uji", write(tmp_path, text, f"{name}.csv"), "--create")
    assert (code, answer["accepted"]) == (2, 0)
    assert [(p["row"], p["column"]) for p in answer["problems"]] == places
    assert all(p["message"] for p in answer["problems"])
    assert not Survey.objects.exists()


def test_a_spreadsheet_with_merged_and_dated_cells_is_refused_by_its_cells(tmp_path):
    book = Workbook()
    book.active.append(["waktu", "sarana"])
    book.active.append([4, 3])
    book.active.append([4, datetime(2026, 3, 1)])  # noqa: DTZ001  # a spreadsheet knows no zone
    book.active.append([4, 3])
    book.active.merge_cells("A4:B4")  # the second cell's value is gone
    path = tmp_path / "gabung.xlsx"
    book.save(path)
    code, answer = run("import_survey_answers", "uji", path, "--create")
    assert code == 2
    assert [(p["row"], p["column"]) for p in answer["problems"]] == [(3, "sarana")]


@pytest.mark.parametrize("order", ["waktu", "waktu,warna", "waktu,waktu", ""])
def test_a_wrong_order_is_refused(tmp_path, order):
    path = write(tmp_path, "U1,U2\n4,1\n")
    code, answer = run("import_survey_answers", "uji", path, "--create", "--order", order)
    assert (code, answer["accepted"]) == (2, 0)
    assert not Survey.objects.exists()


# --- The library's own questions -----------------------------------------------------------------------------------


@pytest.fixture
def own_period():
    version = skm_with_own_questions(key="skm-uji")
    return make_period(make_survey("sendiri", instrument=version.instrument))


def test_own_questions_are_found_by_key_or_words_and_kept_apart(tmp_path, own_period):
    text = Question.objects.get(key="ramai").text
    path = write(tmp_path, f'{HEAD},tahu-dari,{text},buku\n{"4," * 9}Poster,5,"Laskar, Pelangi"\n{"3," * 9},,\n')
    code, answer = run("import_survey_answers", "sendiri", path)
    assert (code, answer["accepted"]) == (0, 2), answer
    kept = set(ExtraAnswer.objects.values_list("question__key", "value", "text"))
    assert kept == {("tahu-dari", 3, ""), ("ramai", 5, ""), ("buku", None, "Laskar, Pelangi")}


def test_columns_of_own_questions_may_be_missing_and_those_of_the_unsur_not(tmp_path, own_period):
    assert run("import_survey_answers", "sendiri", write(tmp_path, f"{HEAD}\n{'4,' * 9}\n"))[0] == 0
    code, answer = run("import_survey_answers", "sendiri", write(tmp_path, "tahu-dari,ramai\n1,2\n"))
    assert (code, answer["problems"][0]["row"]) == (2, 1)


def test_an_answer_that_an_own_question_does_not_offer_refuses_the_file(tmp_path, own_period):
    path = write(tmp_path, f"{HEAD},tahu-dari,ramai,buku\n{'4,' * 9}Radio,6,{'a' * 301}\n")
    code, answer = run("import_survey_answers", "sendiri", path)
    assert code == 2
    assert {p["column"] for p in answer["problems"]} == {"tahu-dari", "ramai", "buku"}
    assert not ExtraAnswer.objects.exists()


def test_a_file_of_gigabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "raksasa.csv"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)  # sparse: it takes no room on the disk
    tracemalloc.start()
    try:
        code, answer = run("import_survey_answers", "uji", path, "--create")
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024**2
    finally:
        tracemalloc.stop()
    assert (code, answer["accepted"]) == (2, 0)
    assert "10 MB" in answer["problems"][0]["message"]
