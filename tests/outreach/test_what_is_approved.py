"""Whoever approves reads what everybody will read: both languages, the questions, the rules."""

import pytest

from outreach.choices import EventStatus, QueueMode
from outreach.services.questions import Question, set_questions
from tests.factories.outreach import make_event, make_session

pytestmark = pytest.mark.django_db

SAID = {
    "title": "Kemah Baca", "title_en": "Reading Camp", "summary": "Dua malam di pantai.",
    "summary_en": "Two nights at the beach.", "description": "Bawa bantal.\n\nAda api unggun.",
    "description_en": "Bring a pillow.", "contact_phone": "628123456789",
}  # fmt: skip


def page(client, event) -> str:
    return client.get(f"/staf/kegiatan/acara/{event.pk}/").content.decode()


def test_the_approver_reads_both_languages_the_questions_and_the_rules(client_as):
    event = make_event(
        status=EventStatus.SUBMITTED, seats=12, queue_mode=QueueMode.INVITATION, answer_hours=36, confirm_hours=24,
        takes_families=False, takes_groups=True, **SAID,
    )  # fmt: skip
    set_questions(event=event, questions=[Question("Ukuran kaus", ("S", "M"), True), Question("Alergi?")])
    html = page(client_as("Kepala Bidang"), event)
    for words in (*SAID.values(), "Ukuran kaus", "S, M", "wajib dijawab", "Alergi?"):
        assert words.split("\n")[0].replace("628123456789", "0812-3456-789") in html
    for rule in ("36 jam untuk menjawab", "24 jam sebelumnya", "kelas dan kelompok", "boleh difoto"):
        assert rule in html
    assert "keluarga</dd>" not in html


def test_missing_english_is_named_and_an_open_event_has_no_rules(client_as):
    event = make_event(status=EventStatus.SUBMITTED, title_en="", summary_en="", description="<b>Uraian</b>")
    html = page(client_as("Kepala Bidang"), event)
    assert "Yang kosong di sini ditampilkan dalam bahasa Indonesia." in html
    assert "&lt;b&gt;Uraian&lt;/b&gt;" in html
    assert "Siapa yang boleh mendaftar" not in html
    full = page(client_as("Kepala Bidang"), make_event(status=EventStatus.SUBMITTED, **SAID))
    assert "Yang kosong di sini" not in full


def test_the_page_costs_ten_statements_at_most(client_as, django_assert_max_num_queries):
    client, event = client_as("Kepala Bidang"), make_event(status=EventStatus.SUBMITTED, seats=5, **SAID)
    make_session(event)
    set_questions(event=event, questions=[Question("Alergi?")])
    page(client, event)
    with django_assert_max_num_queries(10):
        page(client, event)
