"""Templates, records as evidence, forms that count once, notes beyond a page, the advice on the distribution."""

from datetime import timedelta

import pytest
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from evaluations import curve
from evaluations.models import FeedbackNote, PlanTemplate, ResultLink, WorkResult
from evaluations.review_choices import NoteKind, OrganisationPredicate, Predicate, Rating, RoundStatus, Stage, Value
from evaluations.selectors.activities import activities_of
from evaluations.services.reviews import records, templates
from evaluations.services.reviews.refusals import NotYours
from tests.factories import orders as factory
from tests.factories.accounts import make_appointment, make_person, make_position
from tests.factories.reviews import make_chain, make_review, make_round
from tests.factories.training import make_session, slot

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"evaluations:{name}", args=args)


# --- Templates ---------------------------------------------------------------------------------------------------


def make_template(**fields):
    template = PlanTemplate.objects.create(**{"title": "Layanan", **fields})
    template.results.create(plan="Kelas baru", indicator="Jumlah", target="6 kelas")
    template.expectations.create(value=Value.LOYAL, text="Menjaga nama baik")
    template.expectations.create(value=Value.SERVICE, text="Ramah")
    return template


def test_the_person_takes_planned_results_once(client_as, today):
    person, lead, _superior = make_chain()
    review, template = make_review(person, stage=Stage.PLANNING), make_template()
    client = client_as(person.user)
    assert "Kelas baru" in client.get(page("review-templates", review.pk)).content.decode()
    for _ in range(2):
        assert client.post(page("review-templates", review.pk), {"template": template.pk}).status_code == 302
    assert review.results.filter(plan="Kelas baru", target="6 kelas").count() == 1
    with pytest.raises(NotYours):
        templates.take_results(review=review, template=template, by=lead.user, on=today)


def test_the_lead_takes_expectations_and_overwrites_none(client_as):
    person, lead, _superior = make_chain()
    review, template = make_review(person, stage=Stage.PROPOSED), make_template()
    for row in review.conduct.all():
        row.expectation = "Sudah ditulis" if row.value == Value.SERVICE else ""
        row.save()
    client = client_as(lead.user)
    assert client.post(page("review-templates", review.pk), {"template": template.pk}).status_code == 302
    words = dict(review.conduct.exclude(expectation="").values_list("value", "expectation"))
    assert words == {Value.LOYAL: "Menjaga nama baik", Value.SERVICE: "Sudah ditulis"}


def test_only_templates_of_the_post_and_unit_are_offered(client_as):
    person, lead = make_person(), make_person()
    post = make_appointment(person, supervisor=lead)
    review = make_review(person, stage=Stage.PLANNING, unit=post.unit)
    fits = [make_template(title="Semua"), make_template(title="Jabatan", position=post.position)]
    fits.append(make_template(title="Unit", unit=post.unit))
    other = make_template(title="Lain", position=make_position())
    make_template(title="Lama", is_active=False)
    client = client_as(person.user)
    shown = client.get(page("review-templates", review.pk)).context["templates"]
    assert {row.title for row in shown} == {row.title for row in fits}
    assert client.post(page("review-templates", review.pk), {"template": other.pk}).status_code == 404


# --- Records that prove a work result ----------------------------------------------------------------------------


def test_a_record_of_the_system_proves_a_work_result(clock, client_as, today):
    person, lead, _superior = make_chain()
    make_session(slots=[slot(today - timedelta(days=1), trainer=person)])
    make_session(slots=[slot(today - timedelta(days=1), trainer=lead)])
    review = make_review(person)
    result = review.results.get()
    client, url = client_as(person.user), page("review-records", result.pk)
    offered = client.get(url).context["activities"]
    key = next(row.key for row in offered)
    strange = next(row.key for row in activities_of(lead, today - timedelta(days=9), today))
    assert client.post(url, {"record": [key, strange, "x" * 90]}).status_code == 302
    link = result.links.get()
    assert (link.title, link.address) == (offered[0].title, offered[0].url)
    assert link.address in client_as(lead.user).get(page("review-detail", review.pk)).content.decode()
    assert client.get(url).context["ticked"] == {key}
    client.post(url, {"record": [key]})
    assert ResultLink.objects.count() == 1
    client.post(url, {})
    assert not ResultLink.objects.exists()
    with pytest.raises(NotYours):
        records.choose_records(result=result, keys=[key], by=lead.user, on=today)


def test_orders_processed_and_sessions_organised_are_activities(today):
    person, other = make_person(), make_person()
    make_session(slots=[slot(today - timedelta(days=3))], coordinator=person)
    order = factory.approve(factory.make_order(by=person.user))
    factory.make_order(by=person.user)  # a draft yet
    order.made_on, order.prepared_by = today - timedelta(days=2), person.user
    order.approved_by, order.approved_on = other.user, today - timedelta(days=1)
    order.save()
    kinds = [row.title for row in activities_of(person, today - timedelta(days=9), today)]
    assert order.subject in kinds
    assert len(kinds) == 2
    assert [row.title for row in activities_of(other, today - timedelta(days=9), today)] == [order.subject]


# --- Sent twice, and more than a page ----------------------------------------------------------------------------


def test_the_same_note_sent_twice_counts_once(client_as):
    person, _lead, _superior = make_chain()
    review, client = make_review(person), client_as(Role.LIBRARIAN)
    make_appointment(client.user.profile)
    url = page("review-note", review.pk)
    key = client.get(url).context["form"]["form_key"].value()
    words = {"kind": NoteKind.PRAISE, "value": Value.LOYAL, "text": "Sabar", "form_key": key}
    for _ in range(2):
        assert client.post(url, words).status_code == 302
    assert FeedbackNote.objects.count() == 1
    client.post(url, {**words, "form_key": client.get(url).context["form"]["form_key"].value()})
    assert FeedbackNote.objects.count() == 2


def test_the_same_line_of_the_plan_sent_twice_counts_once(client_as):
    person, _lead, _superior = make_chain()
    review, client = make_review(person, stage=Stage.PLANNING), client_as(person.user)
    url = page("review-result-add", review.pk)
    words = {"kind": "utama", "plan": "Baris", "aspect": "waktu", "indicator": "Hari", "target": "1"}
    words["form_key"] = client.get(url).context["form"]["form_key"].value()
    for _ in range(2):
        assert client.post(url, words).status_code == 302
    assert WorkResult.objects.filter(review=review, plan="Baris").count() == 1


def test_notes_beyond_a_page_are_counted_and_found(client_as, today):
    person, _lead, _superior = make_chain()
    review, author = make_review(person), make_person()
    for number in range(53):
        FeedbackNote.objects.create(
            review=review, author=author, kind=NoteKind.PRAISE, value=Value.LOYAL, text=f"Catatan-{number:02}.",
            written_on=today,
        )  # fmt: skip
    client, url = client_as(person.user), page("review-detail", review.pk)
    first = client.get(url).content.decode()
    assert "dari 53" in first
    assert "Catatan-00." not in first
    assert "Catatan-00." in client.get(url, {"page": 2}).content.decode()


# --- The distribution --------------------------------------------------------------------------------------------

SB, B, BP, K, SK = Predicate


@pytest.mark.parametrize(
    ("organisation", "counts", "off"),
    [
        ("istimewa", {SB: 7, B: 3}, 0),
        ("istimewa", {SB: 8, B: 2}, 1),
        ("baik", {B: 7, SB: 2, BP: 1}, 0),
        ("baik", {B: 8, SB: 2}, 2),
        ("butuh_perbaikan", {BP: 6, SB: 1, B: 3}, 0),
        ("butuh_perbaikan", {BP: 5, SB: 2, B: 3}, 2),
        ("kurang", {K: 6, BP: 1, B: 3}, 0),
        ("kurang", {K: 6, SB: 2, B: 2}, 2),
        ("sangat_kurang", {SK: 6, K: 1, B: 3}, 0),
        ("sangat_kurang", {SK: 6, SB: 1, B: 3}, 2),
        ("", {SB: 9}, 0),
        ("baik", {}, 0),
    ],
)
def test_the_curve_of_the_organisation_warns_and_no_more(organisation, counts, off):
    assert len(curve.warnings(organisation, counts)) == off


def test_the_board_shows_the_advice_to_the_head(client_as):
    review = make_review(stage=Stage.RELEASED, result_rating=Rating.ABOVE, conduct_rating=Rating.ABOVE)
    cycle = review.cycle
    url = page("review-board")
    assert client_as(Role.AGENCY_HEAD).get(url).context["expected"] == []
    cycle.organisation_predicate = OrganisationPredicate.OUTSTANDING
    cycle.save()
    context = client_as(Role.AGENCY_HEAD).get(url).context
    assert len(context["expected"]) == len(context["off_curve"]) == 1
    assert client_as(Role.ADMINISTRATOR).get(url).context["off_curve"] == []


# --- What to learn -----------------------------------------------------------------------------------------------


def test_low_ratings_and_low_values_are_areas_of_who_may_read_them(client_as):
    person, lead, _superior = make_chain()
    switches.turn("review_360", True, by=None)
    review = make_review(person, stage=Stage.CALIBRATION, conduct_rating=Rating.BELOW)
    period = review.periods.first()
    period.result_rating, period.conduct_rating, period.evaluated_on = Rating.BELOW, Rating.MEETS, period.ends_on
    period.save()
    answers = [("peer", [2, 4, 4, 4, 4, 4, 4], "")] * 4
    assert make_round(review, status="closed", answers=answers).status == RoundStatus.CLOSED

    def keys(profile):
        return [area.key for area in client_as(profile.user).get(page("review-growth", review.pk)).context["areas"]]

    assert keys(lead) == ["hasil", "perilaku", Value.SERVICE]
    assert keys(person) == ["hasil"]
    review.stage = Stage.RELEASED
    review.save()
    assert keys(person) == ["hasil", "perilaku", Value.SERVICE]
    add = client_as(person.user).get(page("review-growth-add", review.pk), {"area": "perilaku"})
    assert add.context["form"]["goal"].value()


# --- Lists and drafts --------------------------------------------------------------------------------------------


def test_the_team_shows_the_running_year_and_earlier_ones_by_choice(client_as):
    person, lead, _superior = make_chain()
    now, then = make_review(person), make_review(person, stage=Stage.LOCKED)
    then.cycle.status = "closed"
    then.cycle.save()
    client, url = client_as(lead.user), page("review-team")

    def shown(**query):
        return [line["row"] for line in client.get(url, query).context["lines"]]

    assert shown() == [now]
    assert shown(year=then.cycle.year) == [then]
    assert shown(year="x") == [now]
    assert set(shown(year="")) == {now, then}


def test_words_typed_away_from_the_desk_are_kept(client_as):
    person, lead, superior = make_chain()
    released, objected = make_review(person, stage=Stage.RELEASED), make_review(person, stage=Stage.OBJECTED)
    planning, head = make_review(person, stage=Stage.PLANNING), make_person(Role.AGENCY_HEAD)
    places = [
        (person, page("review-step", released.pk, "keberatan")),
        (superior, page("review-step", objected.pk, "putuskan-keberatan")),
        (lead, page("review-note", make_review(make_person()).pk)),
        (person, page("review-growth-add", released.pk)),
        (person, page("review-paste", planning.pk)),
        (head, page("review-reassign", planning.pk)),
    ]
    for profile, url in places:
        client = client_as(Role.LIBRARIAN if "umpan-balik" in url else profile.user)
        assert 'data-keep="kinerja-' in client.get(url).content.decode(), url
