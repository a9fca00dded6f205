"""From the weak unsur to the competence behind it, to a training for it, to the same unsur measured again."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.history import acting
from evaluations.choices import FollowUpKind, FollowUpStatus
from evaluations.models import FollowUp, UnsurCompetence
from evaluations.services.followups import OneDeedOnly, change_follow_up
from tests.factories.evaluations_reporting import closed_period
from tests.factories.outreach import make_event
from tests.factories.training import make_competence, make_programme, make_session
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
WEAK = {6: 1, 7: 2, 8: 3, 1: 4}


@pytest.fixture
def chief(staff_user):
    return staff_user(Role.AGENCY_HEAD)


def open_training(unit, **fields):
    with acting(None, reason="uji"):
        programme = make_programme()
        programme.competences.set([unit])
    return make_session(programme=programme, **fields)


def proposal(unsur="kompetensi", **fields):
    return closed_period(ratings=WEAK, **fields).follow_ups.get(unsur=unsur)


def test_closing_proposes_the_competence_behind_the_unsur_and_an_open_training_for_it():
    unit = make_competence(title="Melayani rujukan")
    UnsurCompetence.objects.create(unsur="kompetensi", competence=unit)
    session = open_training(unit)
    row = proposal()
    assert (row.competence_unit, row.session, row.kind) == (unit, session, FollowUpKind.TRAINING)
    assert (row.competence, row.target) == ("Melayani rujukan", session.title)


def test_without_an_open_training_the_competence_alone_is_proposed():
    unit = make_competence()
    UnsurCompetence.objects.create(unsur="kompetensi", competence=unit)
    row = proposal()
    assert (row.competence_unit, row.session, row.target) == (unit, None, "")


def test_an_unsur_nobody_mapped_is_proposed_in_words_only():
    row = proposal()
    assert (row.competence_unit, row.session) == (None, None)
    assert row.competence == "Penguasaan koleksi dan layanan rujukan"


def test_a_training_and_an_event_at_once_are_refused_and_one_of_them_is_taken(chief):
    row, session, event = proposal(), open_training(make_competence()), make_event()
    words = {"action": "Melatih", "kind": FollowUpKind.TRAINING, "status": FollowUpStatus.PLANNED}
    with pytest.raises(OneDeedOnly):
        change_follow_up(follow_up=row, by=chief, on=timezone.localdate(), session=session, event=event, **words)
    changed = change_follow_up(follow_up=row, by=chief, on=timezone.localdate(), event=event, **words)
    assert (changed.event, changed.session) == (event, None)
    with pytest.raises(IntegrityError, match="follow_up_is_a_training_or_an_event"), transaction.atomic():
        with acting(chief, reason="uji"):
            changed.session = session
            changed.save()
    with pytest.raises(ValidationError):
        changed.full_clean()


def test_the_plan_is_made_in_the_form_and_shows_its_training(chief, client_as):
    row, session = proposal(), open_training(make_competence())
    client = client_as(chief)
    answer = client.post(
        f"/staf/tindak-lanjut/{row.pk}/",
        {
            "unsur": "kompetensi",
            "action": "Melatih petugas",
            "kind": "training",
            "status": "planned",
            "session": session.pk,
        },
    )
    assert answer.status_code == 302
    assert FollowUp.objects.get(pk=row.pk).session == session
    for path in (
        "/staf/tindak-lanjut/",
        f"/staf/tindak-lanjut/{row.pk}/",
        f"/staf/survei/periode/{row.period_id}/laporan/",
    ):
        assert f"/staf/pelatihan/sesi/{session.pk}/" in client.get(path).content.decode(), path


def test_the_list_costs_the_same_for_one_training_and_for_three(chief, client_as):
    def one_more():
        row, session = proposal(), open_training(make_competence())
        with acting(chief, reason="uji"):
            row.session = session
            row.save()

    assert_same_queries(client_as(chief), "/staf/tindak-lanjut/", one_more)
