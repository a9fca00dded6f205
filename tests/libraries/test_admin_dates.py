"""Dates in the administration are typed as offices write them."""

from datetime import date

import pytest
from django.urls import reverse

from baubau_pembinaan.libraries.models import Holiday


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["31 Desember 2026", "31-12-2026", "31 Des 2026", "2026-12-31"])
def test_a_holiday_takes_indonesian_dates(client_as, typed):
    kind = Holiday._meta.get_field("kind").choices[0][0]
    url = reverse("admin:libraries_holiday_add")
    response = client_as("Administrator").post(url, {"date": typed, "name": "Hari uji", "kind": kind})
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert Holiday.objects.get(name="Hari uji").date == date(2026, 12, 31)


@pytest.mark.django_db
def test_a_day_that_does_not_exist_is_refused_with_an_example(client_as):
    kind = Holiday._meta.get_field("kind").choices[0][0]
    url = reverse("admin:libraries_holiday_add")
    response = client_as("Administrator").post(url, {"date": "31-9-2026", "name": "Hari uji", "kind": kind})
    assert response.status_code == 200
    assert "misalnya" in response.content.decode()
