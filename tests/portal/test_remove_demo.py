"""From trying out to the library's own data: the demo goes, everything real stays."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from baubau_pembinaan.accounts import selectors
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment, Delegation, StaffProfile, User
from baubau_pembinaan.libraries.models import Announcement, Library, Service, ServicePoint, Signatory, Unit
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.portal import demo
from collections_app.models import Item, Title
from evaluations.choices import PeriodStatus
from evaluations.models import Answer, Complaint, FrozenResult, Period, Survey
from evaluations.selectors.recount import differences
from outreach.models import Event
from tests.demo_database import AS_OF
from tests.factories.accounts import PASSWORD, make_appointment, make_person
from tests.factories.evaluations import make_survey
from training.models import Enrolment, JpEntry, Programme, Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]
URL = "/staf/data-contoh/"
OWN = demo.FirstAdministrator("Ibu Nyata", "nyata", "lima gajah menari", "nyata@example.org")
FIELDS = {"name": "Ibu Nyata", "username": "nyata", "password": "lima gajah menari", "again": "lima gajah menari"}


@pytest.fixture(autouse=True)
def _deleting_reads_each_account_again():
    """django-simple-history's own reading, once for each account that goes."""
    with zeal_ignore([{"model": "accounts.User", "field": "get()"}]):
        yield


@pytest.fixture
def loaded(db):
    return User.objects.get(username="admin")


def remove(by=None, own=OWN) -> list[str]:
    return demo.remove_demo(by=by, at=timezone.now(), administrator=own)


def test_everything_invented_goes_and_the_office_stays(loaded):
    history = (User.history.count(), Appointment.history.count(), Survey.history.count())
    assert remove(loaded) == []
    assert list(User.objects.values_list("username", flat=True)) == ["nyata"]
    assert StaffProfile.objects.get().user.role_names == {Role.ADMINISTRATOR}
    gone = (Appointment, Delegation, Message, Survey, Period, Answer, FrozenResult, Signatory, Announcement, Complaint)
    for model in gone:
        assert not model.objects.exists(), model
    assert (Unit.objects.count(), ServicePoint.objects.count() > 5) == (5, True)
    assert Service.objects.published().count() == 5  # the office's own to correct, as its units and points
    library = Library.objects.get()
    assert (library.name, library.phone, library.email, library.website) == ("Perpustakaan Kota Baubau", "", "", "")
    grown = (User.history.count(), Appointment.history.count(), Survey.history.count())
    assert all(after > before for after, before in zip(grown, history, strict=True))
    assert set(Survey.history.filter(history_type="-").values_list("history_user_name", flat=True)) == {loaded.name}
    assert differences() == []


def test_a_second_run_is_harmless_and_make_serve_loads_nothing_again(loaded):
    remove()
    lines = User.history.count()
    assert remove(own=None) == []
    assert User.history.count() == lines
    call_command("load_demo", "--if-empty")
    assert not StaffProfile.objects.filter(is_demo=True).exists()


def test_real_rows_stay_untouched(loaded):
    person = make_person(Role.LIBRARIAN)
    survey = make_survey()
    period = Period.objects.filter(survey=survey).first()
    message, signatory = (
        notify(recipient=person.user, key="sungguh", kind="account", subject="Halo", body="Sungguhan"),
        Signatory.objects.create(name="Drs. Nyata", title="Kepala Dinas", valid_from=date(2026, 1, 1)),
    )
    Library.objects.get()
    library = Library.objects.get()
    library.phone = "0402 2821234"
    library.save()
    own = make_appointment(person, unit=Unit.objects.get(code="layanan"))
    remove()
    for row in (person, person.user, survey, message, signatory, own, *([period] if period else [])):
        before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        row.refresh_from_db()
        assert {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} == before
    assert Library.objects.get().phone == "0402 2821234"


def test_who_stands_in_a_real_record_is_deactivated_and_named(loaded):
    """Twice real: a real person's supervisor, and the maker of a real survey's frozen result."""
    head = User.objects.get(username="kabid")
    make_appointment(make_person(Role.LIBRARIAN), supervisor=head.profile)
    clerk = User.objects.get(username="sekretaris")
    period = Period.objects.filter(survey__code="meja").first()
    Survey.objects.get(pk=period.survey_id)
    survey = period.survey
    survey.is_demo = False
    survey.save()
    newest = FrozenResult.objects.filter(period__survey=survey).latest("frozen_at")
    newest.pk, newest.number, newest.frozen_by = None, newest.number + 1, clerk
    newest.save()
    kept = remove(loaded)
    for person in (head, clerk):  # and who else signed something of that survey
        assert any(person.name in named for named in kept)
    assert not User.objects.filter(username="pertama").exists()
    for user in (head, clerk):
        user.refresh_from_db()
        assert (user.is_active, user.has_usable_password()) == (False, False)
    profile = StaffProfile.objects.get(user=head)
    assert profile.left_on is not None
    assert not Appointment.objects.filter(profile=profile).exists()
    assert Answer.objects.filter(period__survey=survey).exists()
    assert remove(own=None) == []


def test_a_circle_of_invented_supervisors_does_not_keep_them(loaded):
    upper, lower = (StaffProfile.objects.get(user__username=name) for name in ("kadis", "kabid"))
    make_appointment(upper, kind="plh", supervisor=lower, starts_on=date(2010, 1, 1), ends_on=date(2010, 2, 1))
    assert remove() == []


def test_only_a_persons_own_things_go_with_them_by_cascade():
    """A new CASCADE towards people must be thought of here: it would take a real row along with an invented person."""
    own = {
        "account.EmailAddress", "accounts.User_groups", "accounts.User_user_permissions", "admin.LogEntry",
        "mfa.Authenticator", "notifications.ChannelConsent", "notifications.Message", "notifications.Preference",
        "notifications.Reminder",
        "reports.Definition_recipients", "training.CalendarFeed", "training.Interest", "usersessions.UserSession",
    }  # fmt: skip
    found = {
        relation.related_model._meta.label
        for model in (User, StaffProfile)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) is models.CASCADE
    }
    assert found <= own, found - own


def test_without_an_administrator_of_its_own_nothing_goes(loaded):
    with pytest.raises(demo.AdministratorMissing):
        remove(own=None)
    assert StaffProfile.objects.filter(is_demo=True).count() == 16
    make_person(Role.ADMINISTRATOR)
    assert remove(own=None) == []


@pytest.mark.parametrize(
    "wrong",
    [{"username": "KABID"}, {"email": "kabid@example.org"}, {"password": "pendek"}, {"username": "dua kata"}],
    ids=str,
)
def test_an_impossible_administrator_changes_nothing(loaded, wrong):
    with pytest.raises(ValidationError):
        remove(own=demo.FirstAdministrator(**{**OWN.__dict__, **wrong}))
    assert StaffProfile.objects.filter(is_demo=True).count() == 16
    assert not User.objects.filter(is_demo=False).exists()


def test_the_page_removes_signs_out_and_lets_the_new_administrator_in(
    loaded, client, django_capture_on_commit_callbacks
):
    client.force_login(loaded)
    assert "Hapus data contoh" in client.get("/staf/").content.decode()
    assert client.get(URL).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(URL, {**FIELDS, "word": "hapus"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("account_login")
    assert "Data contoh sudah dihapus" in answer.content.decode()
    answer = client.post(reverse("account_login"), {"login": "nyata", "password": FIELDS["password"]})
    assert answer["Location"] == "/staf/"
    page = client.get("/staf/").content.decode()
    assert "Data contoh" not in page


@pytest.mark.parametrize("fields", [{"word": ""}, {"word": "ya"}, {"word": "HAPUS", "again": "lain"}], ids=str)
def test_the_page_refuses_without_the_word_or_with_two_passwords(loaded, client, fields):
    client.force_login(loaded)
    assert client.post(URL, {**FIELDS, **fields}).status_code == 200
    assert StaffProfile.objects.filter(is_demo=True).count() == 16


def test_an_administrator_of_ones_own_only_types_the_word(loaded, client_as):
    client = client_as(Role.ADMINISTRATOR)
    assert "password" not in client.get(URL).context["form"].fields
    assert client.post(URL, {"word": "HAPUS"})["Location"] == "/staf/"
    assert not StaffProfile.objects.filter(is_demo=True).exists()
    assert client.user.check_password(PASSWORD)


def test_refresh_renews_what_goes_stale_and_leaves_people_alone(loaded):
    """Also a letterhead that somebody wrote in the meantime stays."""
    people = list(User.objects.order_by("pk").values_list("pk", "password"))
    later = date(timezone.localdate().year + 1, 8, 17)
    real = make_person(Role.LIBRARIAN)
    notify(recipient=real.user, key="sungguh", kind="account", subject="Halo", body="Sungguhan")
    library = Library.objects.get()
    library.name = "Perpustakaan Umum Kami"
    library.save()
    trainings = (Programme.objects.count(), Session.objects.count(), Enrolment.objects.count())
    call_command("load_demo", "--refresh", "--as-of", str(later))
    assert list(User.objects.filter(is_demo=True).order_by("pk").values_list("pk", "password")) == people
    assert Delegation.objects.get().ends_on > later
    newest = Message.objects.filter(key="demo.survey").latest("created_at")
    assert timezone.localdate(newest.created_at) == later
    assert Message.objects.filter(recipient=real.user).count() == 1
    assert len(list(selectors.people_on(later))) >= 16
    assert Library.objects.get().name == "Perpustakaan Umum Kami"
    assert set(Period.objects.filter(status=PeriodStatus.OPEN).values_list("key", flat=True)) == {f"{later.year}-Q3"}
    assert Answer.objects.latest("day").day <= later
    assert Survey.objects.filter(training_session=None, event=None).count() == 6
    assert (Programme.objects.count(), Session.objects.count(), Enrolment.objects.count()) == trainings


@pytest.mark.soak
def test_scale_multiplies_people_and_answers(loaded):
    at_the_desks = Answer.objects.filter(period__survey__training_session=None, period__survey__event=None)
    once = at_the_desks.count()
    demo.remove_demo(by=None, at=timezone.now(), administrator=OWN)
    call_command("load_demo", "--scale", "3", "--as-of", str(AS_OF))
    assert StaffProfile.objects.filter(is_demo=True).count() == 48
    assert at_the_desks.all().count() == 3 * once
    assert differences() == []
    assert remove(own=None) == []
    for rows in (Title.objects, Item.objects, Event.objects, JpEntry.objects):
        assert not rows.exists()
