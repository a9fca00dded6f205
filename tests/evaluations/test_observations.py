"""Friendly-service observations: open, agreed to, and what comes of them."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.duties import get as duty
from baubau_pembinaan.notifications.duties import rows_of
from baubau_pembinaan.notifications.models import Message
from evaluations.models import FeedbackNote, ServiceObservation
from evaluations.selectors import observations as selectors
from evaluations.services import observations
from tests.factories.accounts import make_appointment, make_person
from tests.factories.front import behaviour, make_look
from tests.factories.reviews import make_review
from tests.factories.training import make_competence, make_programme
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
LIST = "/staf/layanan-ramah/"


def today():
    return timezone.localdate()


def agree(row):
    return observations.agree(observation=row, by=row.person.user, on=today())


def test_the_person_is_told_at_once_and_reads_everything(client_as):
    row = make_look()
    assert Message.objects.get(kind="evaluations.observation").recipient == row.person.user
    page = client_as(row.person.user).get(f"{LIST}{row.pk}/").content.decode()
    assert "Dengarkan dulu." in page
    assert "Menyapa lebih dulu" in page


def test_nobody_is_looked_at_who_cannot_read_it(client_as):
    silent, other = make_person(Role.LIBRARIAN), make_person(Role.LIBRARIAN)
    silent.user.is_active = False
    silent.user.save()
    offered = client_as(Role.LIBRARIAN).get(f"{LIST}baru/").context["form"].fields["person"].queryset
    assert other in offered
    assert silent not in offered
    with pytest.raises(observations.NobodyReadsIt):
        make_look(silent)
    assert not ServiceObservation.objects.exists()


def test_colleagues_heads_and_inspectors_do_not_read_what_waits(client_as):
    row = make_look()
    for role in (Role.LIBRARIAN, Role.AGENCY_HEAD, Role.ADMINISTRATOR):
        assert client_as(role).get(f"{LIST}{row.pk}/").status_code == 404
    assert client_as(Role.INSPECTOR).get(f"{LIST}{row.pk}/").status_code == 403
    agree(row)
    assert client_as(Role.AGENCY_HEAD).get(f"{LIST}{row.pk}/").status_code == 200
    assert client_as(Role.LIBRARIAN).get(f"{LIST}{row.pk}/").status_code == 404


def test_a_supervisors_look_is_told_from_a_colleagues_and_ones_own():
    boss, person = make_person(Role.DIVISION_HEAD), make_person(Role.SERVICE_OFFICER)
    make_appointment(person, supervisor=boss)
    assert make_look(person, boss).relation == "supervisor"
    assert make_look(person).relation == "colleague"
    own = make_look(person, person)
    assert (own.relation, own.state) == ("own", "agreed")
    assert not Message.objects.filter(recipient=person.user, key=f"evaluations.observation.{own.pk}.agreed").exists()


def test_an_agreed_look_becomes_notes_on_the_value_and_on_each_competence():
    person = make_person(Role.SERVICE_OFFICER)
    review = make_review(person)
    unit = make_competence()
    row = behaviour("mendengar")
    row.competence = unit
    row.save()
    look = make_look(person)
    assert not FeedbackNote.objects.exists()
    assert agree(look) == 2
    praise, suggestion = FeedbackNote.objects.filter(review=review).order_by("pk")
    assert (praise.kind, praise.value, praise.author) == ("praise", "berorientasi_pelayanan", look.observer)
    assert (suggestion.kind, suggestion.competence) == ("suggestion", unit)
    assert "Dengarkan dulu." in suggestion.text
    with pytest.raises(observations.AlreadyDecided):
        agree(look)
    assert FeedbackNote.objects.count() == 2


def test_without_a_running_review_it_counts_but_gives_no_note():
    look = make_look()
    assert agree(look) == 0
    look.refresh_from_db()
    assert look.state == "agreed"


def test_whoever_sees_it_differently_says_so_in_words_and_it_counts_nowhere():
    person = make_person(Role.SERVICE_OFFICER)
    make_review(person)
    look = make_look(person)
    with pytest.raises(observations.WordMissing):
        observations.disagree(observation=look, by=person.user, on=today(), reply=" ")
    observations.disagree(observation=look, by=person.user, on=today(), reply="Saat itu sedang ramai.")
    assert not FeedbackNote.objects.exists()
    assert not any(line.looks for line in selectors.lines(today(), today()))
    assert Message.objects.filter(recipient=look.observer.user).exists()


def test_only_the_person_observed_decides_and_only_the_observer_takes_back():
    look = make_look()
    with pytest.raises(observations.NotObserving):
        observations.agree(observation=look, by=look.observer.user, on=today())
    with pytest.raises(observations.NotObserving):
        observations.withdraw(observation=look, by=look.person.user)
    observations.withdraw(observation=look, by=look.observer.user)
    assert not ServiceObservation.objects.exists()
    done = make_look()
    agree(done)
    with pytest.raises(observations.AlreadyDecided):
        observations.withdraw(observation=done, by=done.observer.user)


def test_refusals_of_writing(client_as):
    look = make_look()
    with pytest.raises(observations.AlreadyObserved):
        make_look(look.person, look.observer)
    with pytest.raises(observations.NothingSeen):
        make_look(marks={"menyapa": "not_seen"})
    with pytest.raises(observations.NotOnThatDay):
        make_look(observed_on=today() + timedelta(days=1))
    with pytest.raises(observations.NotObserving):
        make_look(observer=make_person(Role.INSPECTOR))
    look.relation = "own"
    with pytest.raises(IntegrityError, match="own_look_is_exactly"), transaction.atomic():
        look.save()


def test_the_form_takes_a_look_and_says_what_is_wrong_beside_it(client_as):
    person, client = make_person(Role.SERVICE_OFFICER), client_as(Role.LIBRARIAN)
    make_review(person)
    page = client.get(f"{LIST}baru/")
    said = {name: "not_seen" for name in page.context["form"].fields if name.startswith("b")}
    said |= {"person": person.pk, "observed_on": today().isoformat()}
    assert client.post(f"{LIST}baru/", said).status_code == 422
    said[f"b{behaviour().pk}"] = "yes"
    assert client.post(f"{LIST}baru/", said).status_code == 302
    row = ServiceObservation.objects.get()
    client = client_as(person.user)
    assert client.post(f"{LIST}{row.pk}/kata/", {"kata": "lain", "reply": ""}).status_code == 422
    assert client.post(f"{LIST}{row.pk}/kata/", {"kata": "setuju"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "agreed"
    assert FeedbackNote.objects.get().author == row.observer


def test_weak_behaviours_become_training_needs_without_names(client_as):
    unit, person = make_competence(), make_person(Role.SERVICE_OFFICER, name="Wa Ode Contoh")
    programme = make_programme()
    programme.competences.add(unit)
    row = behaviour("mendengar")
    row.competence = unit
    row.save()
    for _ in range(2):
        agree(make_look(person))
    assert not selectors.needs(selectors.lines(today(), today()))  # two looks are too few
    agree(make_look())
    agree(make_look(marks={"mendengar": "yes"}))
    make_look()  # waits: not counted
    line = next(one for one in selectors.lines(today(), today()) if one.behaviour == row)
    assert (line.looks, line.weak, line.people) == (4, 3, 2)
    [need] = selectors.needs([line])
    assert (need.competence, need.people, need.programmes) == (unit, 2, [programme])
    page = client_as(Role.DIVISION_HEAD).get(f"{LIST}hasil/").content.decode()
    assert programme.title in page
    assert "Wa Ode Contoh" not in page
    assert client_as(Role.LIBRARIAN).get(f"{LIST}hasil/").status_code == 403


def test_the_duty_ends_with_the_word():
    look = make_look()
    assert [row[1] for row in rows_of(duty("evaluations.decide-observation"), today())] == [str(look.pk)]
    agree(look)
    assert not list(rows_of(duty("evaluations.decide-observation"), today()))


def test_pages_take_the_same_statements_for_one_look_and_three(client_as):
    client = client_as(Role.LIBRARIAN)
    assert_same_queries(client, LIST, lambda: make_look(client.user.profile))
    look = make_look(client.user.profile, marks={"menyapa": "yes"})
    marked = iter(["mendengar", "bahasa", "menutup"])

    def one_more_mark():
        look.marks.create(behaviour=behaviour(next(marked)), mark="no")

    assert_same_queries(client, f"{LIST}{look.pk}/", one_more_mark)
    assert_same_queries(client_as(Role.DIVISION_HEAD), f"{LIST}hasil/", lambda: agree(make_look()))
    assert_same_queries(client, f"{LIST}baru/", lambda: make_person(Role.LIBRARIAN))


@pytest.mark.django_db(transaction=True)
def test_two_yes_at_once_write_the_notes_once():
    person = make_person(Role.SERVICE_OFFICER)
    make_review(person)
    look, gate, told = make_look(person), Barrier(2), []

    def say():
        gate.wait()
        try:
            told.append(agree(ServiceObservation.objects.get(pk=look.pk)))
        except observations.AlreadyDecided:
            told.append("late")
        finally:
            connection.close()

    threads = [Thread(target=say) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == ["2", "late"]
    assert FeedbackNote.objects.count() == 2
