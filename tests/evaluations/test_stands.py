"""What was frozen, closed or stored keeps its meaning: held by the database, and shown so in the administration."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms import modelform_factory
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.admin.surveys import SurveyForm
from evaluations.choices import PeriodStatus
from evaluations.models import DemographicOption, FrozenResult, Instrument, Period, Survey
from evaluations.models.survey import LOOK_ALIKES
from evaluations.services.instruments import copy_version
from evaluations.services.surveys import close_period, quarter_of, reopen_period
from tests.factories.evaluations import make_period, make_survey, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen() -> FrozenResult:
    return close_period(period=make_period(), by=None, at=timezone.now())


def put(period: Period, **change) -> None:
    """Save these fields as a careless script would."""
    row = Period.objects.get(pk=period.pk)
    for name, value in change.items():
        setattr(row, name, value)
    row.save(update_fields=list(change))


def refused(deed, match: str) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        deed()


def test_a_frozen_result_is_neither_changed_nor_deleted(frozen):
    before = FrozenResult.objects.values().get()
    rows = FrozenResult.objects.filter(pk=frozen.pk)
    refused(lambda: rows.update(data={"ikm": "100.00"}), "UPDATE on a frozen result")
    refused(lambda: rows.update(frozen_by=None), "UPDATE on a frozen result")
    refused(lambda: rows.delete(), "DELETE on a frozen result")
    assert FrozenResult.objects.values().get() == before


def test_a_frozen_result_of_the_sample_data_goes_with_its_survey(frozen):
    survey = Survey.objects.get(pk=frozen.period.survey_id)
    survey.is_demo = True
    survey.save()
    refused(lambda: FrozenResult.objects.update(number=9), "UPDATE on a frozen result")
    FrozenResult.objects.all().delete()
    assert not FrozenResult.objects.exists()


def test_frozen_results_are_truncated_in_tests_alone(frozen):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE wants no deferred check pending
        cursor.execute("SET LOCAL pembinaan.allow_truncate = off")
        refused(lambda: cursor.execute("TRUNCATE evaluations_frozenresult CASCADE"), "TRUNCATE on")
        cursor.execute("SET LOCAL pembinaan.allow_truncate = on")
        cursor.execute("TRUNCATE evaluations_frozenresult CASCADE")
    assert not FrozenResult.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"key": "2000-Q1"}, {"ends_on": timezone.localdate() + timedelta(days=99)}, {"starts_on": "2000-01-01"}],
    ids=["name", "last day", "first day"],
)
def test_a_closed_period_keeps_its_name_and_days(frozen, change):
    period = frozen.period
    refused(lambda: put(period, **change), "keeps its name")
    reopen_period(period=period, by=None, reason="hari libur ternyata dihitung")
    put(period, **change)


def test_an_opened_period_keeps_its_questionnaire_and_is_no_draft_again():
    other = make_version([{"unsur": "requirements", "slot": 1}])
    opened, draft = make_period(), make_period(status=PeriodStatus.DRAFT)
    refused(lambda: put(opened, version=other), "survey and questionnaire")
    refused(lambda: put(opened, status=PeriodStatus.DRAFT), "no draft again")
    put(draft, version=other)
    assert Period.objects.get(pk=draft.pk).version == other


def test_a_respondent_option_keeps_its_number_and_may_be_reworded():
    option = DemographicOption.objects.first()
    for change in ({"code": 91}, {"kind": option.kind % 4 + 1, "code": 92}):
        refused(
            lambda change=change: DemographicOption.objects.filter(pk=option.pk).update(**change), "keeps the number"
        )
    option.label = "Kata lain"
    option.is_active = False
    option.save()
    option.refresh_from_db()
    assert (option.label, option.is_active) == ("Kata lain", False)


def fields_of(response) -> set[str]:
    return set(response.context["adminform"].form.fields)


def test_the_administration_shows_a_closed_periods_days_without_a_box(client_as, frozen):
    client = client_as(Role.ADMINISTRATOR)
    address = reverse("admin:evaluations_period_change", args=[frozen.period_id])
    assert fields_of(client.get(address)) == {"population"}
    draft = make_period(status=PeriodStatus.DRAFT)
    assert {"key", "starts_on", "ends_on", "version"} <= fields_of(
        client.get(reverse("admin:evaluations_period_change", args=[draft.pk]))
    )


def test_the_rows_under_a_survey_keep_a_closed_period_whatever_is_posted(client_as, frozen):
    period = frozen.period
    client = client_as(Role.ADMINISTRATOR)
    address = reverse("admin:evaluations_survey_change", args=[period.survey_id])
    page = client.get(address)
    posted = {"_row_version": page.context["row_version"], "_save": "1"}
    for form in [
        page.context["adminform"].form,
        *(f.formset.management_form for f in page.context["inline_admin_formsets"]),
        *(form for f in page.context["inline_admin_formsets"] for form in f.formset.initial_forms),
    ]:
        posted |= {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    posted |= {"periods-0-key": "palsu", "periods-0-starts_on": "2000-01-01", "periods-0-population": "500"}
    assert client.post(address, posted).status_code == 302
    after = Period.objects.get(pk=period.pk)
    assert (after.key, after.starts_on, after.population) == (period.key, period.starts_on, 500)


def test_the_administration_keeps_a_respondent_options_number(client_as):
    client = client_as(Role.ADMINISTRATOR)
    option = DemographicOption.objects.first()
    shown = fields_of(client.get(reverse("admin:evaluations_demographicoption_change", args=[option.pk])))
    assert not {"kind", "code"} & shown
    assert "label" in shown
    assert {"kind", "code"} <= fields_of(client.get(reverse("admin:evaluations_demographicoption_add")))


def test_a_new_survey_is_the_skm_with_the_present_quarter_prepared(client_as):
    client = client_as(Role.ADMINISTRATOR)
    page = client.get(reverse("admin:evaluations_survey_add"))
    assert page.context["adminform"].form.initial["instrument"] == Instrument.objects.get(key="skm").pk
    assert not LOOK_ALIKES & set(page.context["adminform"].form.initial["code"])
    (prepared,) = page.context["inline_admin_formsets"][0].formset.extra_forms
    key, first, last = quarter_of(timezone.localdate())
    assert (prepared["key"].value(), prepared["starts_on"].value(), prepared["ends_on"].value()) == (key, first, last)
    posted = {
        "code": "baru", "title": "Survei baru", "audience": "general", "_save": "1",
        "instrument": Instrument.objects.get(key="skm").pk,
        "periods-TOTAL_FORMS": 1, "periods-INITIAL_FORMS": 0,
        "expected_shares-TOTAL_FORMS": 0, "expected_shares-INITIAL_FORMS": 0,
        "periods-0-key": key, "periods-0-starts_on": first.isoformat(), "periods-0-ends_on": last.isoformat(),
    }  # fmt: skip
    for code in ("l0ket", "BILIK", "Baru!"):
        refused = client.post(reverse("admin:evaluations_survey_add"), posted | {"code": code})
        assert "code" in refused.context["adminform"].form.errors
    assert client.post(reverse("admin:evaluations_survey_add"), posted).status_code == 302
    again = client.post(reverse("admin:evaluations_survey_add"), posted | {"code": "BARU"})
    assert "kapital" in str(again.context["adminform"].form.errors)
    period = Period.objects.get(survey__code="baru")
    assert (period.key, period.starts_on, period.status) == (key, first, PeriodStatus.DRAFT)


def test_a_code_of_old_stays_when_its_survey_is_changed():
    survey = make_survey("L0KET1")
    form = modelform_factory(Survey, form=SurveyForm, fields=["code", "title"])
    assert form({"code": "L0KET1", "title": "Judul lain"}, instance=survey).is_valid()
    assert not form({"code": "L0KET2", "title": "Judul lain"}, instance=survey).is_valid()


def test_the_administration_shows_a_published_version_without_a_box(client_as):
    client, published = client_as(Role.ADMINISTRATOR), Instrument.objects.get(key="skm").newest_published()
    assert fields_of(client.get(reverse("admin:evaluations_instrumentversion_change", args=[published.pk]))) == set()
    draft = copy_version(version=published)
    address = reverse("admin:evaluations_instrumentversion_change", args=[draft.pk])
    assert {"instrument", "number"} <= fields_of(client.get(address))
    deed = {"action": "publish", "_selected_action": [draft.pk]}
    said = client.post(reverse("admin:evaluations_instrumentversion_changelist"), deed, follow=True)
    assert f"{draft} sudah diterbitkan." in said.content.decode()
