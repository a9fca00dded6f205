"""Deeds that many try at once happen once."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from baubau_pembinaan.accounts import services, throttle
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from tests.factories.accounts import make_person, make_user


def at_once(count, deed):
    gate, answers = threading.Barrier(count), []

    def run(number):
        try:
            gate.wait(60)
            answers.append(deed(number))
        except services.LinkNotValid:
            answers.append(None)
        except services.LastAdministrator:
            answers.append("stays")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_a_link_is_used_once_by_six_at_once():
    person = make_person()
    _row, token = services.issue_link(user=person.user, by=make_user(), at=timezone.now())
    answers = at_once(
        6, lambda n: services.redeem_link(token=token, password=f"kalimat-panjang-nomor-{n}", at=timezone.now())
    )
    assert len(answers) == 6 and sum(answer is not None for answer in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_leave_at_once():
    users = [make_user(Role.ADMINISTRATOR) for _ in range(2)]
    answers = at_once(2, lambda n: services.set_roles(user=users[n], roles=[], by=None, at=timezone.now()))
    assert sorted(map(str, answers)) == ["None", "stays"]
    assert User.objects.filter(groups__name=Role.ADMINISTRATOR).count() == 1


def test_slots_are_never_taken_twice():
    cache.clear()
    taken = at_once(20, lambda n: throttle.take("uji-serentak", 5))
    assert sorted(filter(None, taken)) == [f"uji-serentak:{number}" for number in range(5)]
