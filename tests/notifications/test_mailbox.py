"""The newcomer's mail folder: read by administrators, as text, and only where mail lands in a folder."""

import pytest
from django.core.mail import EmailMessage, send_mail
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import dispatch, mailbox
from tests.factories.accounts import make_user
from tests.factories.notifications import make_message

pytestmark = pytest.mark.django_db
LIST = "notifications:mail-list"


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


@pytest.fixture
def administrator(client):
    client.force_login(make_user(Role.ADMINISTRATOR))


def test_an_empty_folder_says_so(client, administrator, folder):
    assert "Belum ada surel" in client.get(reverse(LIST)).content.decode()


def test_mails_of_the_outbox_are_listed_and_read(client, administrator, folder):
    for number in (1, 2):
        make_message(subject=f"Perihal {number} – é", body="Isi surat.\n\n" + "-" * 30, url="/staf/")
    assert dispatch.dispatch() == 2
    letters = client.get(reverse(LIST)).context["letters"]
    assert sorted(letter.subject for letter in letters) == ["Perihal 1 – é", "Perihal 2 – é"]
    page = client.get(reverse("notifications:mail-detail", args=[letters[0].name, letters[0].number]))
    assert "Isi surat." in page.content.decode()
    assert page.context["letter"] == letters[0]


def test_what_stands_in_a_mail_is_shown_not_done(client, administrator, folder):
    send_mail("<script>alert(1)</script>", "<img src=x onerror=alert(1)> javascript:alert(1)", None, ["a@example.org"])
    [letter] = mailbox.newest()
    for url in (reverse(LIST), reverse("notifications:mail-detail", args=[letter.name, 0])):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


@pytest.mark.parametrize("name", ["..", "rahasia.txt", "a b.log", "tidak-ada.log", "..%2Fx.log"])
def test_only_the_folders_own_mails_are_read(client, administrator, folder, name):
    folder.mkdir()
    (folder.parent / "x.log").write_text("rahasia")
    (folder / "rahasia.txt").write_text("rahasia")
    assert client.get(f"/staf/surat-contoh/{name}/0/").status_code == 404


def test_a_link_to_a_file_elsewhere_is_not_followed(folder, tmp_path):
    folder.mkdir()
    (tmp_path / "rahasia").write_text("Subject: rahasia\n\nx")
    (folder / "tautan.log").symlink_to(tmp_path / "rahasia")
    assert mailbox.newest() == []


def test_a_mail_in_bytes_nobody_knows_is_shown_all_the_same(folder):
    folder.mkdir()
    (folder / "aneh.log").write_bytes(b"Subject: aneh\nContent-Type: text/plain; charset=x-unknown\n\n\xff\xfe")
    [letter] = mailbox.newest()
    assert letter.subject == "aneh"


def test_the_newest_come_first_and_at_most_a_hundred(folder):
    folder.mkdir()
    for number in range(103):
        (folder / f"20261122-{number:06}-1.log").write_text(f"Subject: {number}\n\nx\n")
    subjects = [letter.subject for letter in mailbox.newest()]
    assert (len(subjects), subjects[0], subjects[-1]) == (100, "102", "3")


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.INSPECTOR, Role.AGENCY_HEAD])
def test_nobody_else_reads_the_mail(client, folder, role):
    client.force_login(make_user(role))
    assert client.get(reverse(LIST)).status_code == 403


def test_with_a_mail_server_there_is_no_such_page(client, administrator):
    assert client.get(reverse(LIST)).status_code == 404


def test_a_mail_with_attachments_only_has_no_text(folder):
    letter = EmailMessage("lampiran", "", None, ["a@example.org"])
    letter.attach("x.bin", b"\x00\x01", "application/octet-stream")
    letter.send()
    assert mailbox.newest()[0].subject == "lampiran"
