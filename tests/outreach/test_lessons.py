"""Information-literacy classes: plans, a mini-test before and after, a colleague who watches."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from outreach import selectors
from outreach.links import test_url as address_of
from outreach.models import ClassLesson, LessonPlan, Observation, TestSheet, TestTally
from outreach.services import lessons as deeds
from tests.factories.accounts import make_profile
from tests.factories.outreach import (
    ASKED,
    make_event,
    make_facilitator,
    make_lesson,
    make_observation,
    make_plan,
    make_session,
)
from tests.pages import assert_same_queries
from tests.races import Meeting

pytestmark = pytest.mark.django_db
NEW = "/staf/kegiatan/rencana-ajar/baru/"
FORM = {
    "title": "Kata Kunci", "age_band": "remaja", "minutes": "90", "outcomes": "Memilih kata kunci\nMenilai sumber",
    "steps": "Mulai.", "questions": "1 | Apa? | benar | salah\n2 | Siapa? | ya | tidak | mungkin", "is_active": "on",
}  # fmt: skip


def test_a_plan_is_written_as_lines_and_its_test_hides_the_right_answer(client_as):
    planner = client_as("Pustakawan")
    assert planner.post(NEW, FORM).status_code == 302
    plan = LessonPlan.objects.get()
    assert [row.text for row in plan.outcomes.order_by("order")] == ["Memilih kata kunci", "Menilai sumber"]
    first, second = plan.questions.order_by("order")
    assert (first.right, first.options) == ("benar", ["benar", "salah"])
    assert (second.outcome.text, second.options) == ("Menilai sumber", ["mungkin", "tidak", "ya"])
    edit = f"/staf/kegiatan/rencana-ajar/{plan.pk}/ubah/"
    assert "2 | Siapa? | ya | tidak | mungkin" in planner.get(edit).content.decode()
    assert planner.post(edit, FORM | {"questions": "", "title": "Baru"}).status_code == 302
    assert (LessonPlan.objects.get().title, plan.questions.count()) == ("Baru", 0)


@pytest.mark.parametrize(
    "change",
    [
        {"outcomes": " \n "},
        {"questions": "3 | Apa? | benar | salah"},
        {"questions": "0 | Apa? | benar | salah"},
        {"questions": "satu | Apa? | benar | salah"},
        {"questions": "1 | Apa? | benar"},
        {"questions": "1 | Apa? | sama | sama"},
        {"questions": "1 | Apa? | benar |  "},
        {"outcomes": "x" * 251},
        {"minutes": "0"},
    ],
)
def test_a_plan_nobody_could_teach_is_refused(client_as, change):
    assert client_as("Pustakawan").post(NEW, FORM | change).status_code == 200
    assert not LessonPlan.objects.exists()


def test_what_a_class_answered_never_changes_but_the_copy_does(client_as):
    lesson = make_lesson()
    question = lesson.plan.questions.first()
    deeds.count_by_hand(lesson=lesson, phase="awal", counts={question.pk: (3, 10)}, at=timezone.now())
    outcomes, asked = deeds.content_of(lesson.plan)
    deeds.save_plan(plan=lesson.plan, outcomes=outcomes, questions=asked, by=None)
    with pytest.raises(deeds.PlanTaught):
        deeds.save_plan(plan=lesson.plan, outcomes=outcomes, questions=asked[:1], by=None)
    with pytest.raises(deeds.PlanInUse):
        deeds.teach_by(session=lesson.session, plan=make_plan())
    answer = client_as("Pustakawan").post(f"/staf/kegiatan/rencana-ajar/{lesson.plan_id}/salin/")
    copy = LessonPlan.objects.latest("pk")
    assert copy.title.endswith("(salinan)")
    assert answer.url.endswith(f"/{copy.pk}/ubah/")
    assert deeds.content_of(copy) == (outcomes, asked)
    deeds.save_plan(plan=copy, outcomes=outcomes, questions=asked[:1], by=None)


def sheet(client, lesson, phase: str, *answers: str):
    """Open the test, choose these answers in order, hand it in."""
    path = address_of(lesson.session, phase).split("/", 3)[3]
    html = client.get(f"/{path}").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html)[1]
    names = dict.fromkeys(re.findall(r'name="(q\d+)"', html))
    return path, {"token": token} | {name: answer for name, answer in zip(names, answers, strict=False) if answer}


def test_pupils_answer_on_their_phones_and_the_gain_is_seen(client, client_as):
    lesson = make_lesson()
    for answers in (["laut biru", "Penulisnya"], ["mengapa", ""]):
        path, data = sheet(client, lesson, "awal", *answers)
        assert client.post(f"/{path}", data).status_code == 302
        assert client.post(f"/{path}", data).status_code == 302  # sent again: counted once
    for answers in (["air laut garam", "Penulisnya"], ["air laut garam", "Pembacanya"]):
        path, data = sheet(client, lesson, "akhir", *answers)
        client.post(f"/{path}", data)
    rows = selectors.lessons.gains(
        selectors.lessons.questions_of(lesson.plan_id), TestTally.objects.filter(lesson=lesson)
    )
    assert [(row.before, row.after) for row in rows] == [((0, 2), (2, 2)), ((1, 1), (1, 2))]
    assert [row.points for row in rows] == [100, -50]
    assert [row.label for row in selectors.lessons.by_outcome(rows)] == ["Memilih kata kunci", "Menilai sumber"]
    html = client_as("Pemeriksa").get(f"/staf/kegiatan/tanggal/{lesson.session_id}/kelas/").content.decode()
    assert "+100" in html
    assert "-50" in html or "−50" in html
    assert "+100" in client_as("Pemeriksa").get(f"/staf/kegiatan/rencana-ajar/{lesson.plan_id}/").content.decode()


def test_odd_sheets_count_nothing(client):
    lesson = make_lesson()
    path, data = sheet(client, lesson, "awal", "bukan jawaban")
    assert client.post(f"/{path}", data).status_code == 422
    path, data = sheet(client, lesson, "awal")
    assert client.post(f"/{path}", data).status_code == 422  # nothing chosen
    assert client.post(f"/{path}", data | {"token": "x"}).status_code == 422
    assert client.get("/kelas/x/awal/").status_code == 404
    assert client.get(f"/{path.replace('awal', 'tengah')}").status_code == 404
    assert not TestSheet.objects.exists()
    over = make_session(lesson.session.event, days=-40)
    late = make_lesson(lesson.plan, over)
    assert "Tes ini sudah ditutup" in client.get("/" + sheet_path(late)).content.decode()
    with pytest.raises(deeds.NotTestTime):
        deeds.hand_in(lesson=late, phase="awal", answers={}, nonce="n", at=timezone.now())


def sheet_path(lesson) -> str:
    return address_of(lesson.session, "awal").split("/", 3)[3]


def test_what_was_counted_by_hand_replaces_the_count(client_as):
    lesson, desk = make_lesson(), client_as("Petugas layanan")
    first, second = lesson.plan.questions.order_by("order")
    page = f"/staf/kegiatan/tanggal/{lesson.session_id}/kelas/hitung/awal/"
    counts = {f"r{first.pk}": 9, f"n{first.pk}": 25, f"r{second.pk}": 0, f"n{second.pk}": 25}
    assert desk.post(page, counts | {f"r{first.pk}": 26}).status_code == 200
    assert not TestTally.objects.exists()
    assert desk.post(page, counts).status_code == 302
    assert desk.post(page, counts | {f"r{first.pk}": 10}).status_code == 302
    assert list(TestTally.objects.order_by("question__order").values_list("right", "asked")) == [(10, 25), (0, 25)]
    assert 'value="10"' in desk.get(page).content.decode()
    assert desk.get(page.replace("awal", "tengah")).status_code == 404


def test_a_peer_sees_and_only_those_concerned_read(client_as):
    observer, head = client_as("Pustakawan"), client_as("Kepala Bidang")
    teaching, other = client_as("Pustakawan"), client_as("Pustakawan")
    session = make_lesson().session
    make_facilitator(session.event, teaching.user.profile)
    page = f"/staf/kegiatan/tanggal/{session.pk}/kelas/amati/"
    form = {
        "teacher": teaching.user.profile.pk, "goals": 4, "explaining": 3, "activity": 2, "questions": 3, "time": 4,
        "strengths": "Contohnya dekat dengan tugas.", "next_step": "Lebih lama mencari.",
    }  # fmt: skip
    assert observer.post(page, form | {"goals": 5}).status_code == 200
    assert observer.post(page, form | {"teacher": other.user.profile.pk}).status_code == 200  # does not teach
    assert teaching.post(page, form).status_code == 200  # oneself
    assert observer.post(page, form).status_code == 302
    assert observer.post(page, form | {"time": 1}).status_code == 302
    row = Observation.objects.get()
    assert (row.time, row.mean) == (1, 2.6)
    klass = f"/staf/kegiatan/tanggal/{session.pk}/kelas/"
    for reader, sees in ((observer, True), (teaching, True), (head, True), (other, False)):
        assert ("Contohnya dekat" in reader.get(klass).content.decode()) is sees


def test_a_lesson_to_come_is_not_observed():
    teacher, observer = make_profile(), make_profile()
    event = make_event()
    make_facilitator(event, teacher)
    seen = Observation(
        session=make_session(event), teacher=teacher, observer=observer, strengths="x", day=timezone.localdate(),
        **dict.fromkeys(Observation.CRITERIA, 3),
    )  # fmt: skip
    with pytest.raises(deeds.LessonNotBegun):
        deeds.observe(observation=seen, by=None, at=timezone.now())
    seen.session = make_session(event, days=-1)
    deeds.observe(observation=seen, by=None, at=timezone.now())
    assert seen.pk


def test_the_pages_cost_the_same_for_one_and_three(client_as):
    head, lesson = client_as("Kepala Bidang"), make_lesson()
    plan = lesson.plan

    def more():
        session = make_session(lesson.session.event, days=-2)
        row = make_lesson(plan, session)
        question = plan.questions.first()
        deeds.count_by_hand(lesson=row, phase="awal", counts={question.pk: (1, 2)}, at=timezone.now())
        make_observation(lesson.session, make_profile(), make_profile())
        make_plan()

    assert_same_queries(head, f"/staf/kegiatan/rencana-ajar/{plan.pk}/", more)
    assert_same_queries(head, "/staf/kegiatan/rencana-ajar/", more)
    assert_same_queries(head, f"/staf/kegiatan/tanggal/{lesson.session_id}/kelas/", more)


# --- Thirty pupils at once ------------------------------------------------------------------------------------

PUPILS = 30


def _rush(lesson) -> list[str]:
    gate, problems = Barrier(10), []
    question = lesson.plan.questions.order_by("order").first()

    def one(number: int) -> None:
        try:
            row = ClassLesson.objects.get(pk=lesson.pk)
            if number < 10:
                gate.wait(60)
            answer = {question.pk: question.right}
            deeds.hand_in(lesson=row, phase="awal", answers=answer, nonce=f"n{number}", at=timezone.now())
        except Exception as error:
            problems.append(type(error).__name__)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(one, range(PUPILS)))
    return problems


@pytest.mark.django_db(transaction=True)
def test_every_pupil_counts_once():
    lesson = make_lesson()
    assert _rush(lesson) == []
    tally = TestTally.objects.get()
    assert (tally.right, tally.asked) == (PUPILS, PUPILS)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_pupils_are_lost(monkeypatch, unguarded):
    """The negative control."""
    lesson = make_lesson()
    deeds.hand_in(
        lesson=lesson, phase="awal", answers={lesson.plan.questions.first().pk: ASKED[0].right}, nonce="first",
        at=timezone.now() - timedelta(minutes=1),
    )  # fmt: skip
    monkeypatch.setattr(deeds, "_locked", lambda row: ClassLesson.objects.select_related("session").get(pk=row.pk))
    monkeypatch.setattr(TestTally, "save", Meeting(10).before(TestTally.save))
    _rush(lesson)
    assert TestTally.objects.get().asked < PUPILS + 1
