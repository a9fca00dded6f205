"""People for tests. Every call makes somebody new; names are invented."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from model_bakery import baker

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment, Position, StaffProfile, User
from baubau_pembinaan.libraries.models import Unit

PASSWORD = "kata-sandi-contoh-7"
_numbers = count(1)


def make_user(*roles: str, **fields: Any) -> User:
    """An account with those roles (values of Role) and PASSWORD; an inspector's term runs a month."""
    number = next(_numbers)
    fields = {"username": f"orang{number}", "name": f"Orang Contoh {number}", **fields}
    if Role.INSPECTOR in roles:
        fields.setdefault("inspector_until", timezone.localdate() + timedelta(days=30))
    user = User(**fields)
    user.set_password(PASSWORD)
    user.save()
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user


def make_profile(**fields: Any) -> StaffProfile:
    """A person at work, without an account unless `user=` is given."""
    return StaffProfile.objects.create(**{"name": f"Pegawai Contoh {next(_numbers)}", **fields})


def make_person(*roles: str, **profile_fields: Any) -> StaffProfile:
    """A person with an account that carries the roles: `make_person(Role.LIBRARIAN).user`."""
    user = make_user(*roles)
    return make_profile(**{"user": user, "name": user.name, **profile_fields})


def make_position(**fields: Any) -> Position:
    number = next(_numbers)
    usual = {"code": f"jabatan-{number}", "name": f"Jabatan Contoh {number}", "kind": "pelaksana", "level": ""}
    return baker.make(Position, **{**usual, **fields})


def make_unit(**fields: Any) -> Unit:
    number = next(_numbers)
    return Unit.objects.create(**{"code": f"unit-{number}", "name": f"Bidang Contoh {number}", **fields})


def make_appointment(profile: StaffProfile | None = None, **fields: Any) -> Appointment:
    """A definitive, open-ended appointment since 2020 unless told otherwise; written past the services on purpose."""
    profile = profile or make_profile()
    defaults = {"employment_status": profile.employment_status, "starts_on": date(2020, 1, 1), "kind": "definitif"}
    return Appointment.objects.create(
        **{
            **defaults,
            "position": fields.pop("position", None) or make_position(),
            "unit": fields.pop("unit", None) or make_unit(),
            **fields,
            "profile": profile,
        }
    )
