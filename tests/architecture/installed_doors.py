"""Doors of installed packages: allauth's sign-in pages and the admin's own. A room's access.py may overrule them."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from baubau_pembinaan.accounts.choices import Role
from tests.doors import NO_ROLE, NOBODY, PUBLIC, SIGNED_IN, Door
from tests.factories.accounts import make_user

_INSIDE_ADMIN = {Role.ADMINISTRATOR, Role.INSPECTOR}


def _content_type(world, user):
    from django.contrib.contenttypes.models import ContentType

    return {"content_type_id": ContentType.objects.get_for_model(user or world.users[NO_ROLE]).pk, "object_id": 1}


def _second_factor(world, user):
    """The person who knocks has an authenticator and recovery codes."""
    if user:
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(user)
    return {}


def _authenticator():
    user = make_user()
    return TOTP.activate(user, "JBSWY3DPEHPK3PXP").instance


def _periodic_task():
    every_minute = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.MINUTES)[0]
    name = f"contoh {PeriodicTask.objects.count()}"
    return PeriodicTask.objects.create(name=name, task="contoh", interval=every_minute)


ADMIN_OBJECTS = {Authenticator: _authenticator, PeriodicTask: _periodic_task}
DOORS = {
    "admin:index": _INSIDE_ADMIN,
    "admin:app_list": Door({Role.ADMINISTRATOR}, lambda world, user: {"app_label": "auth"}),
    "admin:login": Door(PUBLIC, any_answer=True),
    "admin:logout": Door(PUBLIC, any_answer=True),
    "admin:password_change": _INSIDE_ADMIN,
    "admin:password_change_done": _INSIDE_ADMIN,
    "admin:autocomplete": NOBODY,  # it answers only to a form's field, which is not named here
    "admin:jsi18n": _INSIDE_ADMIN,
    "admin:view_on_site": Door(set(), _content_type),
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": PUBLIC,
    "account_confirm_email": Door(PUBLIC, lambda world, user: {"key": "nothing"}, any_answer=True),
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": Door(PUBLIC, lambda world, user: {"uidb36": "1", "key": "nothing"}),
    "account_reset_password_from_key_done": PUBLIC,
    "account_confirm_login_code": Door(PUBLIC, any_answer=True),
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": Door(PUBLIC, any_answer=True),
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": Door(SIGNED_IN, _second_factor),
    "mfa_view_recovery_codes": Door(SIGNED_IN, _second_factor),
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": Door(SIGNED_IN, _second_factor),
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": Door(SIGNED_IN, lambda world, user: {"pk": 1}),
    "mfa_edit_webauthn": Door(SIGNED_IN, lambda world, user: {"pk": 1}),
    "usersessions_list": SIGNED_IN,
}
