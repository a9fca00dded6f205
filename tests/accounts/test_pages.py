"""The directory, a person's page and what administrators do there."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts import services
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Invitation, StaffProfile, User
from baubau_pembinaan.accounts.views import managing
from baubau_pembinaan.libraries.models import Library
from tests.factories.accounts import (
    PASSWORD,
    make_appointment,
    make_person,
    make_position,
    make_profile,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
NEW = "kalimat-yang-panjang-sekali"
NIP, PHONE = "198004112005011901", "6281234567890"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def administrator(client):
    person = make_person(Role.ADMINISTRATOR)
    client.force_login(person.user)
    return person.user


def in_as(client, *roles):
    person = make_person(*roles)
    client.force_login(person.user)
    return person


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.ADMINISTRATOR])
def test_directory_and_person_cost_the_same_for_one_and_three(client, role, count_queries):
    me, unit = in_as(client, role), make_unit()
    boss = make_profile()
    make_appointment(me, unit=unit, supervisor=boss)
    pages = [reverse("accounts:person-list"), reverse("accounts:person-detail", args=[boss.pk])]
    client.get(pages[0])
    one = [count_queries(client, page) for page in pages]
    for _ in range(2):
        make_appointment(unit=unit, supervisor=boss)
    assert [count_queries(client, page) for page in pages] == one
    assert max(one) <= 10


@pytest.fixture
def count_queries(django_assert_max_num_queries):
    def count(client, page):
        with django_assert_max_num_queries(20) as found:
            assert client.get(page).status_code == 200
        return len(found.captured_queries)

    return count


def test_directory_finds_by_name_position_and_unit(client):
    in_as(client, Role.LIBRARIAN)
    hidden, shown = make_profile(name="Amir Contoh"), make_profile(name="Budi Contoh")
    post = make_appointment(shown)
    for query in ({"q": "budi"}, {"q": post.position.name}, {"unit": post.unit.pk}):
        text = client.get(reverse("accounts:person-list"), query).content.decode()
        assert shown.name in text and hidden.name not in text
    for query in ({"q": "\x00%'\""}, {"unit": "x"}, {"unit": "9" * 30}):
        assert client.get(reverse("accounts:person-list"), query).status_code == 200


def test_who_has_left_is_no_longer_listed(client):
    in_as(client, Role.LIBRARIAN)
    make_profile(name="Sudah Pergi Contoh", left_on=date(2020, 1, 1))
    make_profile(name="Masih Ada Contoh")
    text = client.get(reverse("accounts:person-list")).content.decode()
    assert "Masih Ada" in text and "Sudah Pergi" not in text


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (Role.LIBRARIAN, False),
        (Role.INSPECTOR, False),
        (Role.DIVISION_HEAD, True),
        ("self", True),
        ("supervisor", True),
    ],
)
def test_nip_and_telephone_are_for_self_leaders_and_supervisors(client, who, sees):
    person = make_person(Role.LIBRARIAN, nip=NIP, phone=PHONE)
    if who == "self":
        client.force_login(person.user)
    else:
        reader = in_as(client, Role.LIBRARIAN if who == "supervisor" else who)
        make_appointment(person, supervisor=reader if who == "supervisor" else None)
    text = client.get(reverse("accounts:person-detail", args=[person.pk])).content.decode()
    assert ("19800411 200501 1 901" in text, PHONE in text) == (sees, sees)
    if who != "self":
        listed = client.get(reverse("accounts:person-list")).content.decode()
        assert (PHONE in listed) is (who == Role.DIVISION_HEAD)


def test_searching_by_nip_does_not_leak_it_to_colleagues(client):
    make_profile(name="Rahasia Contoh", nip=NIP)
    in_as(client, Role.LIBRARIAN)
    assert "Rahasia" not in client.get(reverse("accounts:person-list"), {"q": NIP[:8]}).content.decode()
    in_as(client, Role.AGENCY_HEAD)
    assert "Rahasia" in client.get(reverse("accounts:person-list"), {"q": NIP[:8]}).content.decode()


# --- one-time links ------------------------------------------------------------------------------------------


def link_for(person, administrator, at=None):
    return services.issue_link(user=person.user, by=administrator, at=at or timezone.now())


def test_a_slip_opens_the_door_once(client, administrator):
    person = make_profile(nip=NIP)
    response = client.post(reverse("accounts:person-link", args=[person.pk]), {"deliver": "slip"})
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    address = response.context["address"]
    token = address.rstrip("/").split("/")[-1]
    assert address in response.content.decode() and "<svg" in response.content.decode()
    assert not Invitation.objects.filter(hashed_token=token).exists() and len(token) >= 22
    client.logout()
    page = reverse("accounts:link", args=[token])
    assert client.get(page).status_code == 200
    response = client.post(page, {"password": NEW, "again": NEW})
    assert response["Location"] == reverse("account_login")
    assert client.post("/akun/login/", {"login": NIP, "password": NEW}).status_code == 302
    client.logout()
    assert client.post(page, {"password": NEW + "2", "again": NEW + "2"}).status_code == 404
    assert User.objects.get(profile=person).check_password(NEW)


@pytest.mark.parametrize(
    ("nip", "username", "words"),
    [
        ("", None, "Masuk dengan nama pengguna wa.contoh."),
        (NIP, None, f"Masuk dengan NIP Anda, {NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]}."),
        (
            NIP,
            "wa.lama",
            f"Masuk dengan NIP Anda, {NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]}, atau dengan nama pengguna",
        ),
    ],
)
def test_the_first_slip_names_how_to_sign_in(client, administrator, nip, username, words):
    person = make_profile(name="Wa Contoh", nip=nip)
    if username:
        person.user = make_user(username=username)
        person.save()
    slip = client.post(reverse("accounts:person-link", args=[person.pk]), {"deliver": "slip"}).content.decode()
    assert words in slip and "dengan ." not in slip
    assert ("NIP Anda" in slip) is bool(nip)
    assert "qr-slip" in slip and "data-print" in slip and "js/print.js" in slip


def test_the_invitation_says_the_name_and_the_sign_in_page_knows_it(client, administrator):
    person = make_profile(name="Wa Contoh")
    user = services.ensure_account(profile=person, by=administrator, at=timezone.now(), email="wa@example.org")
    client.post(reverse("accounts:person-link", args=[person.pk]), {"deliver": "email"})
    (message,) = mail.outbox
    words = f"Masuk dengan nama pengguna {user.username}."
    assert words in message.body and words in message.alternatives[0][0]
    assert message.subject.startswith(f"[{Library.current().name}] ")
    client.logout()
    page = reverse("accounts:link", args=[message.body.split("/akun/tautan/")[1].split("/")[0]])
    assert words in client.get(page).content.decode()
    response = client.post(page, {"password": NEW, "again": NEW})
    assert user.username not in response["Location"]
    door = client.get(response["Location"])
    assert door.context["form"]["login"].value() == user.username
    assert 'value=""' not in re.search(r'<input[^>]*name="login"[^>]*>', door.content.decode()).group()
    other = Client().get("/akun/login/")
    assert not other.context["form"]["login"].value()


def test_wrong_used_expired_and_revoked_links_look_the_same(client):
    by = make_user(Role.ADMINISTRATOR)
    now = timezone.now()
    tokens = ["tidak-pernah-ada"]
    used, expired, revoked, gone = (make_person() for _ in range(4))
    tokens.append(link_for(used, by)[1])
    services.redeem_link(token=tokens[-1], password=NEW, at=now)
    tokens.append(link_for(expired, by, now - services.invitations.LINK_LIVES)[1])
    tokens.append(link_for(revoked, by)[1])
    link_for(revoked, by)
    tokens.append(link_for(gone, by)[1])
    services.deactivate(profile=gone, on=timezone.localdate(), by=by, at=now)
    answers = {
        (response.status_code, re.sub(r'csrf[^>]+value="[^"]+"', "", response.content.decode()).replace(token, ""))
        for token in tokens
        for response in [client.get(reverse("accounts:link", args=[token]))]
    }
    assert len(answers) == 1 and next(iter(answers))[0] == 404


def test_guessing_links_is_limited(client):
    for number in range(25):
        client.get(reverse("accounts:link", args=[f"tebak-{number}"]))
    token = link_for(make_person(), make_user(Role.ADMINISTRATOR))[1]
    assert client.get(reverse("accounts:link", args=[token])).status_code == 404
    assert client.get(reverse("accounts:link", args=[token]), REMOTE_ADDR="10.7.7.7").status_code == 200


def test_a_weak_password_is_refused_and_the_link_stays(client):
    person = make_person()
    page = reverse("accounts:link", args=[link_for(person, make_user())[1]])
    for weak in ("pendek", "1234567890123"):
        assert client.post(page, {"password": weak, "again": weak}).status_code == 200
    assert client.post(page, {"password": NEW, "again": NEW + "x"}).status_code == 200
    person.user.refresh_from_db()
    assert person.user.check_password(PASSWORD)
    assert client.post(page, {"password": NEW, "again": NEW}).status_code == 302


def test_a_link_goes_by_mail_in_the_persons_language(client, administrator):
    person = make_person(title_suffix="S.IP.")
    person.user.email, person.user.language = "wa@example.org", "en"
    person.user.save()
    client.post(reverse("accounts:person-link", args=[person.pk]), {"deliver": "email"})
    (message,) = mail.outbox
    assert message.to == ["wa@example.org"] and "/akun/tautan/" in message.body and "It works once" in message.body
    token = message.body.split("/akun/tautan/")[1].split("/")[0]
    assert client.get(reverse("accounts:link", args=[token])).status_code == 200


def test_without_an_email_nothing_is_sent_and_the_page_says_so(client, administrator):
    person = make_person()
    page = reverse("accounts:person-link", args=[person.pk])
    response = client.post(page, {"deliver": "email"}, follow=True)
    assert mail.outbox == [] and [m.level_tag for m in response.context["messages"]] == ["error"]


def test_setting_a_password_ends_every_session(client, administrator):
    person = make_person()
    client.post("/akun/logout/")
    client.post("/akun/login/", {"login": person.user.username, "password": PASSWORD})
    assert client.get("/staf/").status_code == 200
    services.redeem_link(token=link_for(person, administrator)[1], password=NEW, at=timezone.now())
    assert client.get("/staf/").status_code == 302


# --- roles, leaving, own contact -----------------------------------------------------------------------------


def test_roles_are_set_on_the_page(client, administrator):
    person = make_person(Role.LIBRARIAN)
    page = reverse("accounts:person-roles", args=[person.pk])
    assert client.post(page, {"roles": [Role.INSPECTOR]}).status_code == 200  # no term given
    assert client.post(page, {"roles": [Role.INSPECTOR], "inspector_until": "2030-01-31"}).status_code == 302
    user = User.objects.get(pk=person.user.pk)
    assert (user.role_names, user.inspector_until) == ({"Pemeriksa"}, date(2030, 1, 31))
    changed = user.history.first()
    assert changed.history_user_id == administrator.pk
    assert [row.group.name for row in changed.groups.all()] == ["Pemeriksa"]


def test_the_last_administrator_stays(client, administrator):
    page = reverse("accounts:person-roles", args=[administrator.profile.pk])
    assert client.post(page, {"roles": [Role.LIBRARIAN]}).status_code == 200
    assert User.objects.get(pk=administrator.pk).role_names == {"Administrator"}
    make_user(Role.ADMINISTRATOR)
    assert client.post(page, {"roles": [Role.LIBRARIAN]}).status_code == 302
    assert User.objects.get(pk=administrator.pk).role_names == {"Pustakawan"}


def test_leaving_keeps_every_record(client, administrator):
    person = make_person(Role.LIBRARIAN)
    row = make_appointment(person)
    page = reverse("accounts:person-leave", args=[person.pk])
    assert client.post(page, {"on": "2026-06-30", "reason": "Pensiun"}).status_code == 302
    person.refresh_from_db()
    row.refresh_from_db()
    assert (person.left_on, row.ends_on) == (date(2026, 6, 30), date(2026, 6, 30))
    assert not User.objects.get(pk=person.user_id).is_active
    assert person.history.first().history_change_reason == "Pensiun"
    client.post(reverse("accounts:person-return", args=[person.pk]))
    assert User.objects.get(pk=person.user_id).is_active


def test_administrators_cannot_deactivate_themselves(client, administrator):
    make_user(Role.ADMINISTRATOR)
    page = reverse("accounts:person-leave", args=[administrator.profile.pk])
    assert client.post(page, {"on": "2026-06-30"}).status_code == 200
    assert User.objects.get(pk=administrator.pk).is_active


def test_own_contact_is_saved_and_nothing_else(client):
    person = in_as(client, Role.LIBRARIAN)
    page = reverse("accounts:own-contact")
    extra = {"is_superuser": "1", "nip": "1", "name": "X", "roles": "Administrator", "is_active": "", "user": "1"}
    response = client.post(page, {"phone": "0812-3456-7890", "email": "", "language": "en", **extra})
    assert response.status_code == 302
    user = User.objects.get(pk=person.user_id)
    assert (user.profile.phone, user.language, user.is_superuser, user.name) == (PHONE, "en", False, person.name)
    assert user.role_names == {"Pustakawan"} and user.profile.nip == ""


def test_a_new_email_needs_the_password_and_belongs_to_one_person(client):
    person = in_as(client, Role.LIBRARIAN)
    make_user(email="dipakai@example.org")
    page = reverse("accounts:own-contact")

    def change(email, password):
        data = {"phone": "", "email": email, "language": "id", "current_password": password}
        return client.post(page, data).status_code, User.objects.get(pk=person.user_id).email

    assert change("baru@example.org", "salah") == (200, "")
    assert change("Dipakai@example.org", PASSWORD) == (200, "")
    assert change("baru@example.org", PASSWORD) == (302, "baru@example.org")


def test_a_telephone_that_is_none_is_refused(client):
    in_as(client, Role.LIBRARIAN)
    response = client.post(reverse("accounts:own-contact"), {"phone": "0402-21", "email": "", "language": "id"})
    assert response.status_code == 200 and response.context["form"].errors["phone"]


# --- merging -------------------------------------------------------------------------------------------------


def test_merging_shows_first_and_then_moves_everything(client, administrator):
    keep, drop = make_person(Role.LIBRARIAN), make_person(nip=NIP, phone=PHONE)
    row, led = make_appointment(drop), make_appointment(supervisor=drop)
    page, data = reverse("accounts:person-merge"), {"keep": keep.pk, "drop": drop.pk}
    preview = client.post(page, data).context["preview"]
    assert sorted(count for _words, count in preview.moves) == [1, 1] and preview.account == "closed"
    assert StaffProfile.objects.filter(pk=drop.pk).exists()
    assert client.post(page, {**data, "confirm": "1"}).status_code == 302
    row.refresh_from_db()
    led.refresh_from_db()
    keep.refresh_from_db()
    assert (row.profile, led.supervisor, keep.nip, keep.phone) == (keep, keep, NIP, PHONE)
    assert not StaffProfile.objects.filter(pk=drop.pk).exists()
    assert not User.objects.get(pk=drop.user_id).is_active
    gone = StaffProfile.history.filter(id=drop.pk).first()
    assert (gone.history_type, gone.history_user_id) == ("-", administrator.pk)


def test_merging_takes_the_only_account_along():
    keep, drop, by = make_profile(), make_person(Role.LIBRARIAN), make_user()
    services.merge_people(keep=keep, drop=drop, by=by, at=timezone.now())
    keep.refresh_from_db()
    assert keep.user_id == drop.user_id and keep.user.is_active


@pytest.mark.parametrize("why", ["overlap", "nip", "supervisor", "same", "circle"])
def test_contradicting_records_are_not_merged(client, administrator, why):
    keep, drop = make_profile(nip="1" * 18), make_profile()
    if why == "overlap":
        make_appointment(keep)
        make_appointment(drop, ends_on=date(2020, 1, 1))
    elif why == "nip":
        drop.nip = "2" * 18
        drop.save()
    elif why == "supervisor":
        make_appointment(keep, supervisor=drop)
    elif why == "circle":
        between = make_profile()
        make_appointment(keep, supervisor=between)
        make_appointment(between, supervisor=drop)
    else:
        drop = keep
    before = list(StaffProfile.objects.order_by("pk").values_list("pk", "nip"))
    with pytest.raises(services.CannotMerge):
        services.merge_people(keep=keep, drop=drop, by=administrator, at=timezone.now())
    data = {"keep": keep.pk, "drop": drop.pk, "confirm": "1"}
    assert client.post(reverse("accounts:person-merge"), data).status_code == 200
    assert list(StaffProfile.objects.order_by("pk").values_list("pk", "nip")) == before


# --- import and export ---------------------------------------------------------------------------------------


def upload(client, text, dry_run=""):
    file = BytesIO(text.encode())
    file.name = "pegawai.csv"
    return client.post(reverse("accounts:person-import"), {"file": file, "dry_run": dry_run})


def test_the_import_page_tries_refuses_and_takes(client, administrator):
    count = StaffProfile.objects.count()
    response = upload(client, "NIP,Nama\n198004112005011901,Budi Contoh\n", dry_run="on")
    assert response.context["report"].created == 1 and StaffProfile.objects.count() == count
    response = upload(client, "NIP,Nama\n12a,Budi Contoh\n,\n")
    assert response.status_code == 422
    assert [(p.row, p.column, p.value) for p in response.context["problems"]] == [(2, "NIP", "12a")]
    assert upload(client, "NIP,Nama\n198004112005011901,Budi Contoh\n").status_code == 302
    assert StaffProfile.objects.get(nip=NIP).history.get().history_user_id == administrator.pk


def test_a_good_trial_names_everybody_and_the_second_press_takes_that_list(client, administrator):
    known = make_profile(nip=NIP, name="Budi Lama")
    trial = upload(client, f"NIP,Nama\n{NIP},Budi Contoh\n,Wa Baru\n", dry_run="on")
    page = trial.content.decode()
    assert "Budi Contoh" in page and "Wa Baru" in page and not StaffProfile.objects.filter(name="Wa Baru").exists()
    tried = re.search(r'name="tried" value="([^"]+)"', page).group(1)
    response = client.post(reverse("accounts:person-import"), {"tried": tried}, follow=True)
    assert [m.level_tag for m in response.context["messages"]] == ["success"]
    assert StaffProfile.objects.filter(name="Wa Baru").exists()
    known.refresh_from_db()
    assert (known.name, known.history.first().history_user_id) == ("Budi Contoh", administrator.pk)


@pytest.mark.parametrize("whose", ["forged", "another administrator's", "old"])
def test_only_the_own_fresh_trial_is_taken(client, administrator, whose):
    page = upload(client, "NIP,Nama\n,Wa Baru\n", dry_run="on").content.decode()
    tried = re.search(r'name="tried" value="([^"]+)"', page).group(1)
    if whose == "forged":
        tried = tried[:-3] + "abc"
    elif whose == "another administrator's":
        client.force_login(make_person(Role.ADMINISTRATOR).user)
    with time_machine.travel(timezone.now() + timedelta(minutes=61 if whose == "old" else 0), tick=True):
        response = client.post(reverse("accounts:person-import"), {"tried": tried}, follow=True)
    assert [m.level_tag for m in response.context["messages"]] == ["error"]
    assert not StaffProfile.objects.filter(name="Wa Baru").exists()


def test_too_large_a_trial_is_chosen_again_without_the_tick(client, administrator, monkeypatch):
    monkeypatch.setattr(managing, "LARGEST_TRIED", 10)
    page = upload(client, "NIP,Nama\n,Wa Baru\n", dry_run="on").content.decode()
    assert 'name="tried"' not in page and "sekali lagi" in page
    assert "checked" not in re.search(r'<input[^>]*name="dry_run"[^>]*>', page).group()


def test_an_administrator_finds_the_way_to_data_and_post(client, administrator):
    person = make_person(Role.LIBRARIAN)
    page = client.get(reverse("accounts:person-detail", args=[person.pk])).content.decode()
    for address in (
        reverse("admin:accounts_staffprofile_change", args=[person.pk]),
        f"{reverse('admin:accounts_appointment_add')}?profile={person.pk}",
    ):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    client.force_login(make_person(Role.LIBRARIAN).user)
    assert "/admin/" not in client.get(reverse("accounts:person-detail", args=[person.pk])).content.decode()


def test_the_excel_list_comes_back_unchanged(client):
    person = in_as(client, Role.AGENCY_HEAD)
    boss = make_profile(nip=NIP, name="=Contoh", joined_on=date(2005, 1, 1))
    make_appointment(person, supervisor=boss)
    person.user.email = "kepala@example.org"
    person.user.save()
    response = client.get(reverse("accounts:person-export"))
    report = services.import_staff(BytesIO(response.content), by=None, at=timezone.now())
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)


def test_the_empty_list_is_filled_in_and_taken(client, administrator):
    """The headings of the download are those of the import, and the page's words are words it takes."""
    unit, position = make_unit(), make_position(name="Pustakawan Contoh")
    book = load_workbook(BytesIO(client.get(reverse("accounts:person-import-template")).content))
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if sum(cell.value is not None for cell in row) > 1)
    headings = [cell.value for cell in header]
    assert headings == list(services.COLUMNS)
    page = client.get(reverse("accounts:person-import"))
    words = dict(page.context["words"])
    assert unit.name in words["Unit"] and position.name in words["Jabatan"]
    values = {
        "Nama": "Budi Contoh", "Status": words["Status"][0], "Jabatan": position.name, "Unit": unit.name,
        "Golongan": words["Golongan"][0], "TMT jabatan": date(2026, 1, 2),
    }  # fmt: skip
    for column, heading in enumerate(headings, start=1):
        sheet.cell(row=header[0].row + 1, column=column, value=values.get(heading))
    out = BytesIO()
    book.save(out)
    report = services.import_staff(BytesIO(out.getvalue()), by=administrator, at=timezone.now())
    assert (report.created, report.warnings) == (1, [])
    post = StaffProfile.objects.get(name="Budi Contoh").appointments.get()
    assert (post.unit, post.position, post.starts_on) == (unit, position, date(2026, 1, 2))


def test_a_merge_that_two_posts_hinder_leads_to_both(client, administrator):
    unit = make_unit()
    keep, drop = make_profile(name="Wa Contoh"), make_profile(name="Wa Contoh")
    posts = [make_appointment(person, unit=unit) for person in (keep, drop)]
    page = client.post(reverse("accounts:person-merge"), {"keep": keep.pk, "drop": drop.pk}).content.decode()
    assert all(reverse("admin:accounts_appointment_change", args=[post.pk]) in page for post in posts)
