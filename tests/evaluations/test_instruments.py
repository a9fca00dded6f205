"""Questionnaires: published ones never change, own questions and pictures never reach the IKM."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from baubau_pembinaan.core.formats import tanggal
from evaluations.choices import Audience, HeldReason, InstrumentKind, PeriodStatus, Unsur
from evaluations.models import (
    Answer,
    Comment,
    ExtraAnswer,
    HeldAnswer,
    HeldBatch,
    Instrument,
    InstrumentVersion,
    Period,
    Question,
)
from evaluations.selectors.results import period_result
from evaluations.services.held import accept_held_batch, discard_held_batch
from evaluations.services.instruments import DraftExists, NotPublishable, copy_version, publish_version
from evaluations.services.keeping import shuffle_closed_days
from tests.factories.evaluations import make_answers, make_period, make_survey, make_version, skm_with_own_questions

pytestmark = pytest.mark.django_db


def skm():
    return InstrumentVersion.objects.get(instrument__key="skm", number=1)


def test_a_copy_is_a_draft_with_the_same_questions_and_the_next_number():
    draft = copy_version(version=skm())
    assert (draft.number, draft.is_published) == (2, False)
    fields = ("unsur", "slot", "order", "text", "label_4", "label_1_en")
    assert list(draft.questions.values_list(*fields)) == list(skm().questions.values_list(*fields))
    with pytest.raises(DraftExists):
        copy_version(version=skm())


def test_the_database_refuses_to_change_a_published_question_and_lets_a_draft_be_edited():
    draft = copy_version(version=skm())
    draft.questions.filter(unsur="biaya").update(text="Bagaimana biayanya?")
    deeds = [
        lambda: skm().questions.filter(unsur="biaya").update(text="Lain"),
        lambda: draft.questions.filter(slot=1).update(version=skm()),
        lambda: Question.objects.create(version=skm(), order=50, kind="text", key="x", text="?"),
        lambda: InstrumentVersion.objects.filter(pk=skm().pk).update(published_at=None),
    ]
    for deed in deeds:
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
    make_period()
    with pytest.raises(IntegrityError), transaction.atomic():
        skm().questions.all().delete()
    assert skm().questions.count() == 9


def test_a_version_older_than_this_system_says_since_when_it_is_used(client_as):
    today, address = timezone.localdate(), f"/staf/survei/instrumen/{skm().pk}/"
    client, published = client_as("Kepala Bidang"), tanggal(timezone.localdate(skm().published_at))
    assert f"terbit {published}" in client.get(address).content.decode()
    make_period(starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=9))
    assert f"terbit {published}" in client.get(address).content.decode()
    first = today - timedelta(days=400)
    make_period(starts_on=first, ends_on=today)
    page = client.get(address).content.decode()
    assert f"dipakai sejak {tanggal(first)}" in page
    assert "terbit" not in page.split("</h1>")[1].split("</p>")[0]


def test_a_new_period_takes_the_newest_published_version():
    survey = make_survey()
    publish_version(version=copy_version(version=skm()), at=timezone.now())
    copy_version(version=InstrumentVersion.objects.get(instrument=survey.instrument, number=2))
    period = Period(
        survey=survey, key=str(timezone.localdate().year), starts_on=timezone.localdate(), ends_on=timezone.localdate()
    )
    period.clean()
    period.full_clean()
    assert period.version.number == 2
    period.version = InstrumentVersion.objects.get(instrument__key="hasil")
    with pytest.raises(ValidationError):
        period.full_clean()


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("skm", {"slot": 1, "key": "x"}),  # a rated SKM question without unsur
        ("outcome", {"slot": 1, "unsur": "biaya", "key": "x"}),
        ("outcome", {"slot": 1}),  # no key
        ("skm", {"slot": 1, "unsur": "biaya", "label_4": ""}),
        ("picture", {"slot": 1, "key": "x", "kind": "faces"}),  # no picture
        ("picture", {"slot": 1, "key": "x"}),  # words for those who cannot read
        ("skm", {"slot": 1, "unsur": "biaya", "kind": "faces", "picture": "book"}),
        ("skm", {"kind": "text", "key": "x"}),  # nothing rated at all
    ],
)
def test_a_draft_that_makes_no_sense_is_not_published(kind, question):
    with pytest.raises(NotPublishable):
        make_version([question], kind=kind)


@pytest.mark.parametrize(
    "own",
    [
        {"kind": "scale5", "options": "1\n2"},
        {"kind": "scale4", "options": "1\n2\n3"},
        {"kind": "choice", "options": "a"},
    ],
)
def test_an_own_question_needs_its_answers(own):
    with pytest.raises(NotPublishable):
        make_version([{"slot": 1, "unsur": "biaya"}, {"key": "x", **own}])
    make_version([{"slot": 1, "unsur": "biaya"}, {"key": "x", "kind": "choice", "options": "a | x\nb | y"}])


def own_period():
    version = skm_with_own_questions()
    period = make_period(make_survey(instrument=version.instrument))
    choice, scale, text = version.questions.filter(slot=None)
    return period, choice, scale, text


def test_own_questions_stand_beside_the_skm_and_never_enter_it(patron):
    period, choice, scale, text = own_period()
    said = {f"x{choice.pk}": "2", f"x{scale.pk}": "1", f"x{text.pk}": " Laskar  Pelangi\x00 "}
    assert patron(period.survey.code, 4, **said).status_code == 303
    assert patron(period.survey.code, 4).status_code == 303
    assert set(ExtraAnswer.objects.values_list("question", "value", "text")) == {
        (choice.pk, 2, ""),
        (scale.pk, 1, ""),
        (text.pk, None, "Laskar Pelangi"),
    }
    result = period_result(period)
    assert (str(result.ikm), len(result.unsur), result.respondents) == ("100.00", 9, 2)
    assert {f.name for f in ExtraAnswer._meta.get_fields()} == {"id", "period", "question", "value", "text"}


@pytest.mark.parametrize("bad", ["0", "4", "1x", "４"])
def test_a_value_that_was_not_offered_is_refused(patron, bad):
    period, choice, _scale, text = own_period()
    assert patron(period.survey.code, **{f"x{choice.pk}": bad}).status_code == 422
    assert patron(period.survey.code, **{f"x{text.pk}": "a" * 301}).status_code == 422
    assert not Answer.objects.exists()


def test_a_refused_form_keeps_the_words_and_the_choice(patron):
    period, choice, _scale, text = own_period()
    html = patron(period.survey.code, r1="", **{f"x{choice.pk}": "3", f"x{text.pk}": "tetap <b>"}).content.decode()
    assert "tetap &lt;b&gt;" in html
    assert html.count("checked") == 9


def test_own_answers_held_aside_count_or_go_with_their_batch(patron, staff_user, settings):
    settings.SURVEY_FLOOD_ANSWERS = 0
    period, choice, _scale, text = own_period()
    for _ in range(2):
        patron(period.survey.code, **{f"x{choice.pk}": "1", f"x{text.pk}": "hai"})
    assert (ExtraAnswer.objects.count(), HeldAnswer.objects.count()) == (0, 2)
    accept_held_batch(
        batch=HeldBatch.objects.get(reason=HeldReason.FLOOD), by=staff_user("Kepala Dinas"), at=timezone.now()
    )
    assert ExtraAnswer.objects.count() == 4
    patron(period.survey.code, **{f"x{choice.pk}": "1"})
    discard_held_batch(batch=HeldBatch.objects.get(status="waiting"), by=None, at=timezone.now())
    assert ExtraAnswer.objects.count() == 4


def test_the_nightly_rewrite_keeps_every_own_answer(patron):
    period, choice, _scale, _text = own_period()
    for value in ("1", "2", "3"):
        patron(period.survey.code, **{f"x{choice.pk}": value})
    before = set(ExtraAnswer.objects.values_list("pk", "value"))
    shuffle_closed_days(today=timezone.localdate())
    assert set(ExtraAnswer.objects.values_list("pk", "value")) == before
    assert len(before) == 3


def test_children_answer_three_faces_with_pictures_and_nothing_about_themselves(patron, client):
    period = make_period(make_survey(key="gambar"))
    html = client.get(f"/s/{period.survey.code}/").content.decode()
    assert html.count('type="radio"') == 12
    assert html.count('href="#face-3"') == 4
    assert 'name="sex"' not in html
    assert 'name="comment"' not in html
    assert patron(period.survey.code, 3, comment="nama saya Ani", sex="1").status_code == 303
    assert patron(period.survey.code, 4).status_code == 422  # there are three faces
    assert Answer.objects.values_list("r1", "r4", "r5", "sex").get() == (3, 3, None, None)
    assert not Comment.objects.exists()
    result = period_result(period)
    assert (result.ikm, result.grade, result.unsur, result.respondents) == (None, None, (), 1)


def test_each_form_says_what_it_is_about_and_what_is_read(client):
    suggestion, no_words = "saran Anda, tidak pernah", "melihat jumlah, tidak pernah"
    for key, heading, read in (
        ("skm", "Bagaimana layanan kami hari ini?", suggestion),
        ("hasil", "Apa manfaatnya bagi Anda?", suggestion),
        ("gambar", "Sentuh wajah yang cocok", no_words),
    ):
        period = make_period(make_survey(key=key))
        page = client.get(f"/s/{period.survey.code}/").content.decode()
        assert f"<h1>{heading}</h1>" in page
        assert [words in page for words in (suggestion, no_words)] == [read == suggestion, read == no_words]


def test_the_age_setting_and_the_questionnaire_must_agree():
    pictures = Instrument.objects.get(key="gambar")
    with pytest.raises(ValidationError):
        make_survey(key="skm", audience=Audience.CHILDREN).full_clean()
    with pytest.raises(ValidationError):
        make_survey(instrument=pictures, audience=Audience.GENERAL).full_clean()
    make_survey(key="gambar").full_clean()
    make_survey(key="hasil").full_clean()


@pytest.mark.parametrize("key", ["gambar", "hasil", "pelatihan"])
def test_no_other_kind_ever_yields_an_ikm(key):
    period = make_period(make_survey(key=key))
    make_answers(period, 10, 3)
    assert period_result(period).ikm is None
    assert period.version.instrument.kind != InstrumentKind.SKM


def test_two_questions_of_one_unsur_are_averaged_into_it_first():
    version = make_version(
        [{"slot": 1, "unsur": "waktu"}, {"slot": 2, "unsur": "waktu"}, {"slot": 3, "unsur": "sarana"}]
    )
    period = make_period(make_survey(instrument=version.instrument))
    make_answers(period, 4, ratings={1: 4, 2: 2, 3: 4})
    result = period_result(period)
    assert [u.key for u in result.unsur] == [Unsur.WAKTU, Unsur.SARANA]
    assert str(result.ikm) == "87.50"  # 25 x (3 + 4) / 2, not 25 x (4 + 2 + 4) / 3
    assert period.status == PeriodStatus.OPEN
