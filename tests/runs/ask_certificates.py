"""`python -m tests.runs.ask_certificates 24`: the certificates of a session of 24 are asked for, as by the page."""

import sys
from itertools import count

import django

if __name__ == "__main__":
    django.setup()
    from django.utils import timezone

    from baubau_pembinaan.accounts.choices import Role
    from tests.factories import accounts
    from tests.factories.training import make_held
    from training.services import issuing

    accounts._numbers = count(1000)  # after the people whom others made in this house
    session = make_held(people=int(sys.argv[1]), capacity=int(sys.argv[1]))
    assert issuing.issue(session=session, by=accounts.make_person(Role.ADMINISTRATOR).user, at=timezone.now()) is None
