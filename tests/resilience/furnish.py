"""People and an open survey for a site under test: `python -m tests.resilience.furnish`."""

import django

django.setup()

from baubau_pembinaan.accounts.choices import Role  # noqa: E402
from tests.factories.accounts import make_person  # noqa: E402
from tests.factories.evaluations import make_period, make_survey  # noqa: E402
from tests.resilience.house import SURVEY  # noqa: E402

person = make_person(Role.ADMINISTRATOR)
person.user.username, person.user.email = "tuan", "tuan.rumah@example.org"
person.user.save()
make_period(make_survey(SURVEY), key="2026-Q4")
