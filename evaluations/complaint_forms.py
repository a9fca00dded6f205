"""Forms about complaints: the sender's and the staff's."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import people_on, reachable_on
from baubau_pembinaan.core.forms import IndonesianDateField
from baubau_pembinaan.libraries.models import ServicePoint, Unit
from evaluations.complaint_choices import ComplaintChannel, ComplaintKind
from evaluations.form_key import form_key_field
from evaluations.models import Complaint, ComplaintCategory
from evaluations.selectors.complaints import active_categories
from evaluations.services.complaints.looking_into import Route

_WORDS = forms.Textarea(attrs={"rows": 6})


class WordsForm(forms.Form):
    """What somebody complains about, asks or praises."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=ComplaintKind.choices, widget=forms.RadioSelect)
    category = forms.ModelChoiceField(
        label=gettext_lazy("What is it about?"), queryset=ComplaintCategory.objects.none()
    )
    service_point = forms.ModelChoiceField(
        label=gettext_lazy("Where?"), queryset=ServicePoint.objects.none(), required=False
    )
    text = forms.CharField(
        label=gettext_lazy("What do you want to tell us?"),
        max_length=3000,
        widget=_WORDS,
        help_text=gettext_lazy("What happened, when and where. At most 3,000 characters."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("You may leave it empty: nobody will know who you are."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Only if we may write to you. Removed 90 days after the answer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = ComplaintKind.COMPLAINT
        self.fields["category"].queryset = active_categories()
        self.fields["service_point"].queryset = ServicePoint.objects.active().order_by("name", "pk")
        self.fields["service_point"].empty_label = _("The library as a whole")


class SenderForm(WordsForm):
    """The public form. `website` is left empty by people, not by machines; `token` is signed (core.form_token)."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)


class DeskForm(WordsForm):
    """What a colleague writes down for somebody."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=[choice for choice in ComplaintChannel.choices if choice[0] != ComplaintChannel.WEB],
    )

    form_key = form_key_field()

    field_order = ["channel", "kind", "category", "service_point", "text", "name", "email"]


class RouteForm(forms.Form):
    """Who looks into it, by when, and whom it names."""

    category = forms.ModelChoiceField(label=gettext_lazy("Category"), queryset=ComplaintCategory.objects.none())
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none(), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Seen to by"), required=False)
    due_on = IndonesianDateField(label=gettext_lazy("Answer due on"))
    person = forms.ChoiceField(
        label=gettext_lazy("Person named"),
        required=False,
        help_text=gettext_lazy("Reads the words without the sender's name, and may answer beside them."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason of the change"), max_length=250, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        care = complaint.handling
        kwargs.setdefault(
            "initial",
            {
                "category": care.category_id,
                "unit": care.unit_id,
                "owner": care.owner_id,
                "due_on": care.due_on,
                "person": care.person_id,
                "seen": care.version,
            },
        )
        super().__init__(*args, **kwargs)
        working = StaffProfile.objects.filter(pk__in=people_on(timezone.localdate()).values("pk"))
        kept = StaffProfile.objects.filter(pk__in=[pk for pk in (care.owner_id, care.person_id) if pk])
        self.people = {str(person.pk): person for person in (working | kept).order_by("name", "pk")}
        reached = set(reachable_on(timezone.localdate()).values_list("pk", flat=True)) | {care.owner_id}
        named = [(pk, person.full_name) for pk, person in self.people.items()]
        self.fields["person"].choices = [("", "–"), *named]
        self.fields["owner"].choices = [("", "–"), *((pk, name) for pk, name in named if int(pk) in reached)]
        self.fields["due_on"].disabled = not care.is_open  # the day stays once it has ended
        self.fields["category"].queryset = active_categories() | ComplaintCategory.objects.filter(pk=care.category_id)
        self.fields["unit"].queryset = (Unit.objects.active() | Unit.objects.filter(pk=care.unit_id)).order_by(
            "name", "pk"
        )

    def route(self) -> Route:
        data = self.cleaned_data
        return Route(
            category=data["category"],
            due_on=data["due_on"],
            unit=data["unit"],
            owner=self.people.get(data["owner"]),
            person=self.people.get(data["person"]),
            reason=data["reason"],
        )


class AnswerForm(forms.Form):
    """`reply`: what the person named wrote; only then it is asked whether the sender is to read it."""

    answer = forms.CharField(
        label=gettext_lazy("Answer to the sender"),
        max_length=3000,
        widget=_WORDS,
        help_text=gettext_lazy("What was found, what is done about it, by when. Its sender reads it with the code."),
    )
    declined = forms.BooleanField(
        label=gettext_lazy("Not taken up: the words above say why"),
        required=False,
        help_text=gettext_lazy("For example where another office is responsible, or it is no message at all."),
    )
    show_reply = forms.BooleanField(
        label=gettext_lazy("The sender also reads what the person named wrote"), required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, reply: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reply:
            del self.fields["show_reply"]


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Internal note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only colleagues who look into it read this."),
    )


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label=gettext_lazy("Your own words to the sender"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever gives the library's answer reads this first; it goes to the sender with it."),
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What is still missing?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
