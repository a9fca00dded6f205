"""allauth's forms of a passkey, with a label in the reader's language."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.forms import CharField
from django.utils.translation import gettext_lazy as _

LABEL = _("Name of the device")


class PasskeyForm(AddWebAuthnForm):
    name = CharField(label=LABEL, required=False, max_length=100)


class PasskeyNameForm(EditWebAuthnForm):
    name = CharField(label=LABEL, max_length=100)
