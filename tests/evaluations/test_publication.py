"""What the public sees: closed, published, big enough, without free words."""

import csv
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import Comment, CommentHandling, Publication
from evaluations.report.poster import result_poster
from evaluations.services.followups import PeriodNotClosed, change_follow_up
from evaluations.services.publishing import NotPublic, TellsFew, TooFewToPublish, publish_result, withdraw_result
from evaluations.services.surveys import close_period, reopen_period
from tests.factories.evaluations import draft, make_answers, make_period, make_survey
from tests.factories.evaluations_reporting import closed_period, make_follow_up
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(staff_user):
    return staff_user(Role.AGENCY_HEAD)


def publish(period, by=None):
    return publish_result(period=period, by=by, on=timezone.localdate())


def rows_of(client):
    text = client.get("/kepuasan/data.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_only_a_closed_period_of_five_becomes_public(chief):
    with pytest.raises(PeriodNotClosed):
        publish(make_period(), chief)
    with pytest.raises(TooFewToPublish):
        publish(closed_period(n=4), chief)
    assert publish(closed_period(n=5), chief).pk


def test_one_thin_unsur_keeps_the_whole_result_back(chief):
    from evaluations.models import Answer

    def period(asked):
        made = make_period()
        make_answers(made, asked, 4)
        rest = [draft(ratings=dict.fromkeys(range(1, 9), 4)) for _ in range(10)]
        Answer.objects.bulk_create([Answer(**{**row.row(made), "r9": None}) for row in rest])
        close_period(period=made, by=None, at=timezone.now())
        return made

    with pytest.raises(TooFewToPublish):
        publish(period(4), chief)
    assert publish(period(5), chief).pk


def test_publishing_and_taking_back_are_on_record(chief):
    period = closed_period()
    row = publish(period, chief)
    assert publish(period, chief).pk == row.pk
    assert row.history.count() == 1
    with pytest.raises(ValidationError):
        withdraw_result(period=period, by=chief, reason=" ")
    withdraw_result(period=period, by=chief, reason="Salah hitung")
    lines = Publication.history.filter(id=row.pk).order_by("history_id")
    assert [(x.history_type, x.history_user_id) for x in lines] == [("+", chief.pk), ("-", chief.pk)]
    assert lines.last().history_change_reason == "Salah hitung"
    with pytest.raises(NotPublic):
        withdraw_result(period=period, by=chief, reason="lagi")


def again(period, chief, n=0, value=1, gone=0, **fields):
    """Reopened, some answers more, some fewer, closed."""
    from evaluations.models import Answer

    reopen_period(period=period, by=chief, reason="uji")
    make_answers(period, n, value, **fields)
    Answer.objects.filter(pk__in=Answer.objects.filter(period=period).order_by("pk").values("pk")[:gone]).delete()
    close_period(period=period, by=chief, at=timezone.now())


@pytest.mark.parametrize(
    ("change", "is_public"),
    [
        ({}, True),
        ({"n": 1}, False),
        ({"n": 4}, False),
        ({"n": 5}, True),
        ({"gone": 1}, False),
        ({"n": 1, "gone": 1}, False),  # as many as before, but two sheets follow from the difference
    ],
)
def test_a_second_publication_tells_no_single_sheet(client, chief, change, is_public):
    period = closed_period()
    publish(period, chief)
    before = rows_of(client)
    again(period, chief, **change)
    if is_public:
        publish(period, chief)
        assert rows_of(client)[0]["respondents"] == str(period.frozen_results.first().data["respondents"])
    else:
        with pytest.raises(TellsFew):
            publish(period, chief)
        assert rows_of(client) == before


def test_taking_back_between_two_publications_hides_nothing(client, chief):
    period = closed_period()
    publish(period, chief)
    withdraw_result(period=period, by=chief, reason="uji")
    again(period, chief, n=1)
    assert publish(period, chief).result.number == 1  # what was public comes back, or nothing ever could
    with pytest.raises(TellsFew):
        publish(period, chief)
    again(period, chief, n=4)  # five more than what was public
    assert publish(period, chief).result.number == 3


def test_a_head_is_told_that_an_earlier_closing_came_back(chief, client_as):
    period = closed_period()
    publish(period, chief)
    withdraw_result(period=period, by=chief, reason="uji")
    again(period, chief, n=1)
    client, address = client_as(Role.DIVISION_HEAD), f"/staf/survei/periode/{period.pk}/terbitkan/"
    assert "penutupan sebelumnya" in client.post(address, follow=True).content.decode()
    assert Publication.objects.get().result.number == 1


def test_the_period_page_shows_no_closing_that_would_tell_a_single_sheet(chief, client_as):
    period = closed_period(n=40)
    again(period, chief, n=1)
    client = client_as(Role.LIBRARIAN)
    page = client.get(f"/staf/survei/periode/{period.pk}/").content.decode().split('id="h-frozen"')[1]
    first, second = period.frozen_results.order_by("number")
    shown, hidden = (str(one.data["ikm"]).replace(".", ",") for one in (second, first))
    assert shown in page
    assert hidden not in page.split("</table>")[0]


def test_public_page_and_data_hold_published_periods_only(client, chief):
    _hidden, shown = closed_period(make_survey(title="Tersembunyi")), closed_period(make_survey(title="Terlihat"))
    Comment.objects.create(period=shown, day=shown.starts_on, text="Kata rahasia")
    publish(shown, chief)
    page = client.get("/kepuasan/").content.decode()
    assert "Terlihat" in page
    assert "Tersembunyi" not in page
    assert "<script" not in page.split("<main")[1]
    rows = rows_of(client)
    assert {row["survey_code"] for row in rows} == {shown.survey.code}
    assert len(rows) == 9
    assert not {"comment", "text", "komentar"} & set(rows[0])
    body = client.get("/kepuasan/data.json").content.decode()
    assert "Kata rahasia" not in page + body
    assert json.loads(body)["rows"][0]["ikm"] == rows[0]["ikm"] == shown.frozen_results.get().data["ikm"]
    reopen_period(period=shown, by=chief, reason="uji")
    assert rows_of(client) == []
    make_answers(shown, 40, 1)
    close_period(period=shown, by=chief, at=timezone.now())
    publish(shown, chief)
    assert rows_of(client)[0]["respondents"] == "80"


def test_comments_that_are_for_everybody_stand_on_the_public_page_with_their_answer(client, chief):
    period, hidden = closed_period(), closed_period()
    publish(period, chief)

    def comment(state, words, period=period, **more):
        row = Comment.objects.create(period=period, day=period.starts_on, text=f"asli {words}")
        CommentHandling.objects.create(comment=row, state=state, shown=words, **more)

    comment("public", "Ruang baca <b>", answer="Terima kasih, kami jaga.", kind="thanks")
    comment("public", "Tanpa jawaban")
    comment("unit", "Hanya unit")
    comment("public", "Belum terbit", period=hidden)
    Comment.objects.create(period=period, day=period.starts_on, text="Belum diputuskan")
    page = client.get("/kepuasan/").content.decode()
    assert "Ruang baca &lt;b&gt;" in page
    assert page.index("Terima kasih, kami jaga.") < page.index("Tanpa jawaban")
    for private in ("Hanya unit", "Belum terbit", "Belum diputuskan", "asli"):
        assert private not in page
    for kind in ("csv", "json"):
        assert "Ruang baca" not in client.get(f"/kepuasan/data.{kind}").content.decode()
    reopen_period(period=period, by=chief, reason="uji")
    assert "Ruang baca" not in client.get("/kepuasan/").content.decode()


def test_two_comments_of_a_survey_stand_open_and_the_others_are_folded_away(client, chief):
    period = closed_period()
    publish(period, chief)
    for n in range(6):
        row = Comment.objects.create(period=period, day=period.starts_on, text="asli")
        CommentHandling.objects.create(comment=row, state="public", shown=f"Kata {n}")
    page = client.get("/kepuasan/").content.decode().split("Komentar pemustaka")[-1]
    before, _fold, inside = page.partition('<details class="more">')
    assert (before.count("“Kata "), inside.split("</details>")[0].count("“Kata ")) == (2, 4)


def test_you_said_we_did_shows_what_is_done_and_nothing_else(client, chief):
    period = closed_period(ratings={6: 2})
    publish(period, chief)
    row = period.follow_ups.get(unsur="kompetensi")
    change_follow_up(
        follow_up=row,
        by=chief,
        on=timezone.localdate(),
        action="Rencana dapur",
        said="Petugas ragu <b>",
        status="done",
        outcome="Petugas dilatih",
    )
    make_follow_up(period, unsur="waktu", said="Antrean lama", action="Tambah loket", reason="Belum ada biaya")
    page = client.get("/kepuasan/").content.decode()
    assert "Petugas dilatih" in page
    assert "Petugas ragu &lt;b&gt;" in page
    for private in ("Rencana dapur", "Antrean lama", "Tambah loket", "Belum ada biaya"):
        assert private not in page


def test_public_page_costs_the_same_for_one_survey_and_three(chief):
    def one():
        period = closed_period(ratings={6: 2})
        publish(period, chief)
        row = period.follow_ups.get(unsur="kompetensi")
        change_follow_up(
            follow_up=row, by=chief, on=timezone.localdate(), action="x", said="y", status="done", outcome="z"
        )
        comment = Comment.objects.create(period=period, day=period.starts_on, text="kata")
        CommentHandling.objects.create(comment=comment, state="public", shown="kata")

    page = assert_same_queries(Client(), "/kepuasan/", one)
    assert len(page.content) < 150_000


def test_open_data_of_a_formula_like_title_is_harmless(client, chief):
    publish(closed_period(make_survey(title="=HYPERLINK(1)")), chief)
    assert rows_of(client)[0]["survey_title"] == "'=HYPERLINK(1)"


def test_poster_has_the_same_bytes_and_both_sizes(chief, client_as):
    period = closed_period(n=20)
    result = period.frozen_results.get()
    assert result_poster(period, result) == result_poster(period, result)
    assert result_poster(period, result, "a3") != result_poster(period, result)
    client = client_as(Role.SERVICE_OFFICER)
    address = f"/staf/survei/periode/{period.pk}/poster-hasil/"
    assert client.get(address + "?kertas=a3&bahasa=en").content.startswith(b"%PDF")
    assert client.get(address + "?kertas=a0").status_code == 404
    small = closed_period(n=3)
    assert client.get(f"/staf/survei/periode/{small.pk}/poster-hasil/").status_code == 302


def test_the_poster_says_no_more_than_the_public_page(chief, client_as):
    period = closed_period()
    publish(period, chief)
    again(period, chief, n=1)
    first = period.frozen_results.get(number=1)
    client, address = client_as(Role.DIVISION_HEAD), f"/staf/survei/periode/{period.pk}/poster-hasil/"
    assert client.get(address).content == result_poster(period, first)
    withdraw_result(period=period, by=chief, reason="uji")
    assert client.get(address).content == result_poster(period, first)  # the one sheet more would show beside it
    again(period, chief, n=4)
    assert client.get(address).content == result_poster(period, period.frozen_results.get(number=3))


def test_a_poster_that_may_not_tell_apart_has_no_groups(chief):
    period = closed_period()
    first = period.frozen_results.get()
    again(period, chief, n=1, sex=1)
    assert result_poster(period, period.frozen_results.get(number=2)).count(b"/StructElem") < result_poster(
        period, first
    ).count(b"/StructElem")


def test_only_heads_publish(client_as):
    period = closed_period()
    address = f"/staf/survei/periode/{period.pk}/terbitkan/"
    assert client_as(Role.LIBRARIAN).post(address).status_code == 403
    assert not Publication.objects.exists()
    assert client_as(Role.DIVISION_HEAD).post(address).status_code == 302
    assert Publication.objects.get().period == period
