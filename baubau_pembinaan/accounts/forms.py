"""Shape and parse; nothing is saved here."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm, default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.choosing import choice_field, people

from .choices import Role
from .models import StaffProfile, User
from .numbers import clean_phone

SIGN_IN_NAME = "sign_in_name"  # in the session of somebody who has just set a password by a link


class SignInForm(LoginForm):
    """allauth's form under the three names people know themselves by."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = _("NIP, username or e-mail")
        field.initial = self.request.session.get(SIGN_IN_NAME, "") if self.request else ""
        field.widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "maxlength": 150})


class ResetRequestForm(ResetPasswordForm):
    """Who asks for a new password: found by the e-mail the account has now, never by one of allauth's own list."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def clean_email(self) -> str:
        email = get_adapter().clean_email(self.cleaned_data["email"].lower())
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """For an unknown address the same mail is made, for nobody, and not sent: the clock tells nothing either."""
        email = self.cleaned_data["email"]
        users = self.users or [User(pk=0, email=email)]
        request_password_reset(request, email, users, kwargs.get("token_generator", default_token_generator))
        return email


class OwnContactForm(forms.Form):
    """A person's own telephone, e-mail and language, for `services.update_own_contact`."""

    phone = forms.CharField(
        label=_("Mobile phone"),
        required=False,
        max_length=25,
        help_text=_("For example 0812 3456 7890."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("id", "Bahasa Indonesia"), ("en", "English")])
    current_password = forms.CharField(
        label=_("Current password"),
        required=False,
        help_text=_("Only when you change the e-mail."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])


class NewPasswordForm(forms.Form):
    """The password a one-time link sets."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 10 characters; a short sentence is easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned


class StaffListForm(forms.Form):
    """A staff list to import."""

    file = forms.FileField(label=_("Excel or CSV file"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))
    dry_run = forms.BooleanField(
        label=_("Only try it out"), required=False, initial=True, help_text=_("Says what would happen; saves nothing.")
    )


class LeavingForm(forms.Form):
    """The last working day of somebody who leaves."""

    on = forms.DateField(label=_("Last working day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class RolesForm(forms.Form):
    """What an account may do."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    inspector_until = forms.DateField(
        label=_("Inspector until"),
        required=False,
        help_text=_("Last day an inspector may sign in. Required for the inspector's role."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class InspectorForm(forms.Form):
    """Somebody from outside who reads here until a day."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Without one, the one-time link goes on a printed slip.")
    )
    until = forms.DateField(
        label=_("Inspector until"),
        help_text=_("The last day of signing in."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ConnectForm(forms.Form):
    """The person an account belongs to."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        free = StaffProfile.objects.filter(user=None, left_on=None)
        self.fields["person"] = choice_field(
            people(free),
            label=_("Staff member"),
            required=False,
            help_text=_("Leave empty to enter a new person with the account's name."),
        )


class MergeForm(forms.Form):
    """Two records that are one person; both come out as StaffProfile."""

    keep = forms.ChoiceField(label=_("Record to keep"))
    drop = forms.ChoiceField(label=_("Record that goes"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in StaffProfile.objects.all()}
        labels = [(pk, " · ".join(filter(None, [str(person), person.nip_text]))) for pk, person in self.people.items()]
        for name in ("keep", "drop"):
            self.fields[name].choices = [("", "–"), *labels]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("keep") and cleaned.get("keep") == cleaned.get("drop"):
            self.add_error("drop", _("Choose two different records."))
        return {name: self.people.get(str(value)) for name, value in cleaned.items()}
