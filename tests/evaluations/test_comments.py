"""Patrons' comments: who decides, who reads, what stays hidden."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.notifications.models import Message, ReminderRule
from baubau_pembinaan.notifications.reminders.planning import Plan
from evaluations.choices import CommentKind, CommentState
from evaluations.masking import MASK, masked
from evaluations.models import Comment, CommentHandling
from evaluations.selectors.comments import comments, published_comments, visible_to
from evaluations.services.comments import (
    ChangedMeanwhile,
    CommentRefused,
    Decision,
    decide_comment,
    finish_comment,
    publish_comments,
    reply_to_comment,
)
from evaluations.services.keeping import shuffle_closed_days
from tests.factories.accounts import make_appointment, make_person, make_profile, make_unit
from tests.factories.evaluations import make_answers, make_comment, make_period, make_survey
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def head(library):
    return make_person(Role.DIVISION_HEAD).user


@pytest.fixture
def budi(library):
    return make_person(Role.SERVICE_OFFICER, name="La Ode Budi Santoso")


def public(period):
    return published_comments([period.pk], 10).get(period.survey_id, [])


def decide(comment, head, state=CommentState.PUBLIC, **more):
    seen = getattr(CommentHandling.objects.filter(comment=comment).first(), "version", 0)
    more.setdefault("reason", "Sudah dibaca")
    return decide_comment(comment=comment, decision=Decision(state, **more), by=head, seen=seen)


@pytest.mark.parametrize(
    "text",
    [
        "Pak Budi kurang ramah",
        "petugas BUDI kurang ramah",
        "Bapak La Ode Budi Santoso kurang ramah",
        "Bu. Santoso, kurang ramah",
        "(budi santoso)",
    ],
)
def test_names_of_staff_are_masked_in_every_way_of_writing(text):
    shown = masked(text, ["La Ode Budi Santoso"])
    assert MASK in shown
    assert "budi" not in shown.lower()
    assert "santoso" not in shown.lower()


def test_other_words_stay_as_the_patron_wrote_them():
    text = "Budidaya rumput laut: bukunya ada di rak La Ode? Terima kasih 🙂 \u202eشكرا"
    assert masked(text, ["La Ode Budi Santoso", "Wa Ani", ""]) == text
    assert masked(text, []) == text


def test_a_comment_waits_and_nobody_but_moderators_sees_it(head, budi):
    comment = make_comment()
    assert comment.care.state == CommentState.WAITING
    assert list(visible_to(head, TODAY())) == [comment]
    assert not visible_to(budi.user, TODAY()).exists()
    assert public(comment.period) == []


def test_a_public_comment_shows_masked_words_and_the_answer(head, budi):
    comment = make_comment(text="Terima kasih Pak Budi!")
    decide(comment, head, kind=CommentKind.THANKS, answer="Kami sampaikan.")
    shown = public(comment.period)[0]
    assert (shown.text, shown.answer) == (f"Terima kasih {MASK}!", "Kami sampaikan.")
    assert list(visible_to(budi.user, TODAY())) == [comment]


def test_a_moderator_may_let_the_name_stand(head, budi):
    comment = make_comment(text="Terima kasih Pak Budi!")
    decide(comment, head, names_shown=True)
    assert public(comment.period)[0].text == "Terima kasih Pak Budi!"


def test_only_the_person_named_reads_what_is_for_that_person(head, budi):
    colleague = make_person(Role.SERVICE_OFFICER)
    comment = make_comment(text="Budi kurang ramah")
    decide(comment, head, CommentState.PERSON, person=budi)
    assert list(visible_to(budi.user, TODAY())) == [comment]
    assert not visible_to(colleague.user, TODAY()).exists()
    assert public(comment.period) == []
    assert comment.pk.hex not in " ".join(Message.objects.values_list("body", flat=True))
    message = Message.objects.get(recipient=budi.user)
    assert "ramah" not in message.subject + message.body


def test_only_the_unit_means_the_unit_the_survey_is_about(head):
    unit = make_unit()
    inside, outside = make_person(Role.LIBRARIAN), make_person(Role.LIBRARIAN)
    make_appointment(inside, unit=unit)
    make_appointment(outside)
    comment = make_comment(make_period(make_survey(unit=unit)))
    decide(comment, head, CommentState.UNIT)
    assert list(visible_to(inside.user, TODAY())) == [comment]
    assert not visible_to(outside.user, TODAY()).exists()


def test_removing_empties_the_words_everywhere_and_keeps_the_reason(head):
    secret = "Telepon saya 0812-0000-7472"
    comment = make_comment(text=secret)
    decide(comment, head)
    decide(comment, head, CommentState.REMOVED, reason="Memuat nomor telepon")
    with connection.cursor() as cursor:
        for table in ("comment", "commenthandling", "historicalcommenthandling"):
            cursor.execute(f"SELECT count(*) FROM evaluations_{table} t WHERE t::text LIKE '%%7472%%'")
            assert cursor.fetchone()[0] == 0, table
    care = CommentHandling.objects.get()
    assert care.reason == "Memuat nomor telepon"
    assert [line.history_change_reason for line in care.history.all()] == ["Memuat nomor telepon", "Sudah dibaca"]
    with pytest.raises(CommentRefused):
        decide(comment, head)


@pytest.mark.parametrize("state", [CommentState.UNIT, CommentState.PERSON, CommentState.REMOVED])
def test_keeping_words_from_the_public_needs_a_reason(head, budi, state):
    with pytest.raises(CommentRefused):
        decide(make_comment(), head, state, person=budi, reason=" ")
    decide(make_comment(), head, state, person=budi, reason="Ada sebabnya")


def test_what_cannot_be_is_refused(head, budi):
    comment = make_comment()
    for decision in (
        Decision(CommentState.PERSON, "x"),
        Decision(CommentState.PUBLIC, due_on=TODAY()),
        Decision(CommentState.PERSON, "x", person=budi, owner=make_profile()),
    ):
        with pytest.raises(CommentRefused):
            decide_comment(comment=comment, decision=decision, by=head, seen=0)
    assert not CommentHandling.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentHandling(comment=comment, state=CommentState.PERSON).save()


def test_nobody_decides_on_a_comment_about_oneself(head):
    comment = make_comment()
    with pytest.raises(CommentRefused):
        decide(comment, head, CommentState.PERSON, person=head.profile)
    other = make_person(Role.AGENCY_HEAD).user
    decide(comment, other, CommentState.PERSON, person=head.profile)
    with pytest.raises(CommentRefused):
        decide(comment, head, CommentState.REMOVED)


def test_of_two_moderators_the_second_looks_again(head):
    comment = make_comment()
    decide_comment(comment=comment, decision=Decision(CommentState.PUBLIC), by=head, seen=0)
    with pytest.raises(ChangedMeanwhile):
        decide_comment(comment=comment, decision=Decision(CommentState.REMOVED, "x"), by=head, seen=0)
    assert CommentHandling.objects.get().state == CommentState.PUBLIC


def test_many_are_published_at_once_but_decided_ones_stay(head):
    period = make_period()
    rows = [make_comment(period) for _ in range(3)]
    decide(rows[0], head, CommentState.REMOVED, reason="iklan")
    assert publish_comments(comments=[row.pk for row in rows], by=head) == 2
    assert len(public(period)) == 2
    assert CommentHandling.objects.get(comment=rows[0]).state == CommentState.REMOVED


def test_the_person_named_answers_beside_the_comment_and_nobody_else(head, budi):
    comment = make_comment()
    decide(comment, head, CommentState.PUBLIC, person=budi)
    with pytest.raises(CommentRefused):
        reply_to_comment(comment=comment, text="Saya?", by=make_person(Role.LIBRARIAN).user)
    reply_to_comment(comment=comment, text=" Mohon maaf. ", by=budi.user)
    assert public(comment.period)[0].reply == "Mohon maaf."


def test_finishing_ends_the_overdue_mark(head, budi):
    comment = make_comment()
    decide(comment, head, kind=CommentKind.FIX, owner=budi, due_on=TODAY() - timedelta(days=1))
    comment = Comment.objects.get()
    assert comment.is_overdue(TODAY())
    assert list(comments(head, TODAY(), only_overdue=True)) == [comment]
    finish_comment(comment=comment, answer="Sudah dipasang", by=budi.user, today=TODAY())
    comment = Comment.objects.get()
    assert not comment.is_overdue(TODAY())
    assert not comments(head, TODAY(), only_overdue=True).exists()
    assert comment.handling.answer == "Sudah dipasang"
    with pytest.raises(CommentRefused):
        finish_comment(comment=comment, answer="", by=budi.user, today=TODAY())


def test_a_comment_nobody_decided_on_for_a_week_is_overdue(head):
    old = make_comment(day=TODAY() - timedelta(days=8))
    fresh = make_comment(day=TODAY() - timedelta(days=7))
    assert old.is_overdue(TODAY())
    assert not fresh.is_overdue(TODAY())
    assert list(comments(head, TODAY(), only_overdue=True)) == [old]


def test_filters_of_the_list(head):
    waiting, public = make_comment(), make_comment()
    decide(public, head)
    assert list(comments(head, TODAY(), state="waiting")) == [waiting]
    assert list(comments(head, TODAY(), state="public")) == [public]
    assert list(comments(head, TODAY(), survey=waiting.period.survey_id)) == [waiting]


def test_the_history_of_decisions_refuses_to_be_rewritten(head):
    decide(make_comment(), head)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evaluations_historicalcommenthandling SET reason = 'lain'")


def test_the_night_tears_comments_from_answers_and_keeps_decisions(head):
    period, yesterday = make_period(), TODAY() - timedelta(days=1)
    rows = [make_comment(period, day=yesterday, text=str(n)) for n in range(20)]
    make_answers(period, 20, day=yesterday)
    decide(rows[3], head)
    shuffle_closed_days(today=TODAY())
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM evaluations_comment ORDER BY ctid")
        written = [row[0] for row in cursor.fetchall()]
        connection.check_constraints()
    assert written == sorted(written)
    assert {comment.text for comment in Comment.objects.all()} == {str(n) for n in range(20)}
    assert CommentHandling.objects.get().comment_id == rows[3].pk


def test_refusals_speak(head):
    with pytest.raises(ValidationError, match=r"\w"):
        decide(make_comment(), head, CommentState.REMOVED, reason="")


def field(comment, name):
    return f"{comment.pk.hex}-{name}"


def test_moderating_many_at_once_keeps_good_decisions_and_shows_the_refused(client_as):
    client = client_as(Role.DIVISION_HEAD)
    good, bad, later = make_comment(), make_comment(text="tanpa alasan"), make_comment()
    data = {"comment": [str(c.pk) for c in (good, bad, later)] + ["bukan-uuid"]}
    data |= {field(good, "state"): "public", field(bad, "state"): "removed", field(later, "state"): ""}
    data |= {field(c, "seen"): "0" for c in (good, bad, later)}
    response = client.post("/staf/survei/komentar/putuskan/", data)
    assert response.status_code == 422
    assert b"tanpa alasan" in response.content
    assert [c.pk for c in Comment.objects.filter(handling__state="public")] == [good.pk]
    assert CommentHandling.objects.count() == 1
    data |= {field(bad, "reason"): "iklan"}
    assert client.post("/staf/survei/komentar/putuskan/", data).status_code == 422  # the first was decided meanwhile
    assert CommentHandling.objects.get(comment=bad).reason == "iklan"


def test_moderation_page_masks_names_and_lets_the_moderator_look(client_as, budi):
    make_comment(text="Pak Budi <b>ramah</b> \u202e🙂")
    html = client_as(Role.DIVISION_HEAD).get("/staf/survei/komentar/putuskan/").content.decode()
    assert "[nama] &lt;b&gt;ramah&lt;/b&gt;" in html
    assert html.count("Pak Budi") == 1
    assert html.index("Pak Budi") > html.index("<details")


@pytest.mark.parametrize("path", ["", "putuskan/"])
def test_lists_take_the_same_statements_for_one_and_three(client_as, path, head, budi):
    def one():
        comment = make_comment(text="Budi ramah")
        if not path:
            decide(comment, head, kind="fix", owner=budi, person=budi, due_on=TODAY())

    response = assert_same_queries(client_as(Role.AGENCY_HEAD), f"/staf/survei/komentar/{path}", one)
    assert response.content.decode().count("[nama]") >= 3


def test_a_colleague_does_not_learn_that_a_comment_for_one_person_exists(client_as, head, budi):
    comment = make_comment(text="Rahasia untuk satu orang")
    decide(comment, head, CommentState.PERSON, person=budi)
    page = f"/staf/survei/komentar/{comment.pk}/"
    assert client_as(Role.LIBRARIAN).get(page).status_code == 404
    assert b"Rahasia" not in client_as(Role.LIBRARIAN).get("/staf/survei/komentar/").content
    mine = client_as(budi.user)
    assert b"Rahasia" in mine.get(page).content
    assert mine.post(page + "tanggapan/", {"reply": "Terima kasih"}).status_code == 302
    assert CommentHandling.objects.get().reply == "Terima kasih"


def test_deciding_on_the_page_of_a_comment_and_finishing_it(client_as, budi):
    client, comment = client_as(Role.AGENCY_HEAD), make_comment()
    page = f"/staf/survei/komentar/{comment.pk}/"
    data = {"state": "public", "kind": "book", "owner": budi.pk, "due_on": "31-12-2026", "seen": "0"}
    assert client.post(page, data).status_code == 302
    assert client.post(page, data).status_code == 422  # seen 0 is no longer true
    care = CommentHandling.objects.get()
    assert (care.kind, care.owner, str(care.due_on)) == ("book", budi, "2026-12-31")
    assert client_as(Role.LIBRARIAN).post(page + "selesai/", {"answer": "x"}).status_code == 302
    assert CommentHandling.objects.get().finished_on is None
    client_as(budi.user).post(page + "selesai/", {"answer": "Buku dipesan"})
    assert CommentHandling.objects.get().answer == "Buku dipesan"


def test_each_decision_says_what_it_was_and_who_sees_to_it(client_as, budi):
    client, said, due = client_as(Role.AGENCY_HEAD), {}, TODAY() + timedelta(days=30)
    for state in ("public", "unit", "removed"):
        data = {"state": state, "reason": "uji", "owner": budi.pk, "due_on": tanggal(due), "seen": "0"}
        page = client.post(f"/staf/survei/komentar/{make_comment().pk}/", data, follow=True).content.decode()
        said[state] = page.split('class="messages-area"', 1)[1].split("<main", 1)[0]
    assert "dibaca semua orang" in said["public"]
    assert "hanya dibaca unit" in said["unit"]
    assert "dihapus" in said["removed"]
    by_when = f"paling lambat {tanggal(due)}"
    assert by_when in said["public"] and by_when in said["unit"]
    assert by_when not in said["removed"]  # nothing is left to see to
    first, second = make_comment(), make_comment()
    data = {"comment": [str(c.pk) for c in (first, second)]} | {field(c, "seen"): "0" for c in (first, second)}
    data |= {field(first, "state"): "public", field(second, "state"): "removed", field(second, "reason"): "iklan"}
    page = client.post("/staf/survei/komentar/putuskan/", data, follow=True).content.decode()
    assert "2 komentar sudah diputuskan. Semua orang 1, Dihapus 1." in page


def test_the_reminders_name_numbers_and_days_but_no_words(head, budi):
    old = make_comment(text="kata-kata pengunjung", day=TODAY() - timedelta(days=9))
    make_comment(text="kata-kata lain", day=TODAY() - timedelta(days=8))
    owned = make_comment(text="kata-kata ketiga")
    decide(owned, head, kind="fix", owner=budi, due_on=TODAY() - timedelta(days=2))

    def said():
        plan = Plan(
            TODAY(),
            rules=ReminderRule.objects.filter(code__in=["evaluations.decide-comment", "evaluations.finish-comment"]),
        )
        plan.calendar.is_closed = lambda day: False
        return {one.recipient: one for one in plan.planned()}

    found = said()
    assert set(found) == {head, budi.user}
    assert "2" in found[head].subject
    assert not any("kata-kata" in one.subject + one.body for one in found.values())
    decide(old, head)
    assert "1" in said()[head].subject


def test_the_first_page_names_what_waits(client_as, head, budi):
    make_comment(day=TODAY() - timedelta(days=9))
    owned = make_comment()
    decide(owned, head, kind="fix", owner=budi, due_on=TODAY())
    assert b"/staf/survei/komentar/putuskan/" in client_as(head).get("/staf/").content
    first_page = client_as(budi.user).get("/staf/").content.decode()
    assert f"/staf/survei/komentar/{owned.pk}/" in first_page
    assert "komentar/putuskan" not in first_page


def test_the_reason_of_another_decision_is_none_for_this_one(client_as):
    client, comment = client_as(Role.DIVISION_HEAD), make_comment(text="Kursi kurang")
    page = f"/staf/survei/komentar/{comment.pk}/"
    assert client.post(page, {"state": "public", "seen": "0"}).status_code == 302
    assert 'value="Layak dibaca semua orang"' not in client.get(page).content.decode()
    for reason in ("Layak dibaca semua orang", " ", ""):  # as older pages sent it
        response = client.post(page, {"state": "removed", "seen": "1", "reason": reason})
        assert response.status_code == 422
    comment.refresh_from_db()
    assert (comment.text, comment.handling.state) == ("Kursi kurang", CommentState.PUBLIC)
    client.post(page, {"state": "unit", "seen": "1", "reason": "Menyebut keluarga"})
    assert client.post(page, {"state": "removed", "seen": "2", "reason": "Menyebut keluarga"}).status_code == 422
    assert client.post(page, {"state": "removed", "seen": "2", "reason": "Kata kasar"}).status_code == 302
    assert CommentHandling.objects.get().reason == "Kata kasar"


def test_a_removed_comment_is_nobodys_task(client_as, head, budi):
    comment = make_comment(text="Budi lambat")
    yesterday = TODAY() - timedelta(days=1)
    decide(comment, head, owner=budi, due_on=yesterday, kind=CommentKind.FIX, answer="Kami perbaiki.")
    assert Comment.objects.get().is_overdue(TODAY())
    decide(comment, head, CommentState.REMOVED, owner=budi, due_on=yesterday, kind=CommentKind.FIX, reason="Kasar")
    care = CommentHandling.objects.get()
    assert (care.owner, care.due_on, care.kind, care.answer) == (None, None, "", "")
    care.owner, care.due_on = budi, yesterday  # as an older release left it
    care.save()
    assert not Comment.objects.get().is_overdue(TODAY())
    html = client_as(Role.DIVISION_HEAD).get(f"/staf/survei/komentar/{comment.pk}/").content.decode()
    assert "Terlambat" not in html
    assert "Budi Santoso" not in html.split("<main")[1]


def test_a_due_day_lies_ahead(client_as, budi):
    client, comment = client_as(Role.DIVISION_HEAD), make_comment()
    page, today = f"/staf/survei/komentar/{comment.pk}/", TODAY()
    words = {"state": "public", "owner": str(budi.pk)}
    refused = client.post(page, words | {"seen": "0", "due_on": (today - timedelta(days=1)).isoformat()})
    assert (refused.status_code, CommentHandling.objects.count()) == (422, 0)
    assert "sudah lewat" in refused.content.decode()
    assert client.post(page, words | {"seen": "0", "due_on": today.isoformat()}).status_code == 302
    care = CommentHandling.objects.get()
    care.due_on = today - timedelta(days=3)
    care.save()
    again = words | {"seen": str(care.version), "due_on": care.due_on.isoformat(), "answer": "Sedang dikerjakan"}
    assert client.post(page, again).status_code == 302  # a day that passed meanwhile may stand
