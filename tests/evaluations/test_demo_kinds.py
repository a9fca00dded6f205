"""The demo's picture, outcome and own-question surveys come once and go without a trace."""

import random
from datetime import date
from types import SimpleNamespace

import pytest

from baubau_pembinaan.libraries import demo as office
from evaluations import demo, demo_kinds
from evaluations.models import Answer, ExtraAnswer, Instrument, Period, Survey
from evaluations.models.survey import LOOK_ALIKES
from evaluations.selectors.results import period_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def context(staff_user):
    found = SimpleNamespace(
        as_of=date(2026, 11, 22), library=None, units={}, shared={}, scale=1, rng=random.Random(1), users={}
    )
    office.load(found)
    found.by = staff_user("Kepala Bidang")
    found.shared["users"] = {"kabid": found.by}
    return found


def test_three_surveys_come_once_and_only_the_skm_has_an_ikm(context):
    demo_kinds.load(context)
    count = Answer.objects.count()
    demo_kinds.load(context)
    assert Answer.objects.count() == count
    ikm = {p.survey.code: period_result(p).ikm for p in Period.objects.select_related("survey", "version")}
    assert {code for code, value in ikm.items() if value is None} == {"anak", "dampak"}
    assert ikm["perpus"] is not None
    assert Survey.objects.get(code="anak").service_point.code == "anak"
    assert ExtraAnswer.objects.exists()
    for survey in Survey.objects.all():
        survey.full_clean()
        assert not LOOK_ALIKES & set(survey.code)


def test_the_demos_service_points_have_codes_that_nobody_misreads():
    assert not LOOK_ALIKES & set("".join(code for code, *_rest in demo.SURVEYS))


def test_they_go_without_a_trace(context):
    demo_kinds.load(context)
    demo.clear(context)
    assert not Survey.objects.exists()
    assert not ExtraAnswer.objects.exists()
    assert set(Instrument.objects.values_list("key", flat=True)) == {"skm", "gambar", "hasil", "pelatihan"}
