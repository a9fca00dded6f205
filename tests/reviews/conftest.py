"""Fixtures of the reviews' tests."""

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.accounts import make_person


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def head():
    return make_person(Role.AGENCY_HEAD)
