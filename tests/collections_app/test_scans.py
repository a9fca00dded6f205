"""A newer scan takes the older's place: one file is kept, of the row and on the disk."""

from pathlib import Path

import pytest
from django.conf import settings as running
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from baubau_pembinaan.documents.models import StoredFile
from collections_app.models import CollectionPolicy
from collections_app.services import gifts, selection
from collections_app.services.policy import save_policy
from tests.factories.board import make_policy, make_sheet
from tests.factories.gifts import make_gift

pytestmark = pytest.mark.django_db


def scan(name):
    return {"upload": SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF"), "name": name, "by": None, "at": timezone.now()}


def on_disk() -> list[str]:
    return [str(path) for path in Path(running.MEDIA_ROOT, "berkas").rglob("*.*")]


def attach_to_sheet():
    sheet = make_sheet()
    return lambda name: selection.attach_scan(sheet=sheet, **scan(name)).scan


def attach_to_gift():
    gift = make_gift()
    return lambda name: gifts.attach_paper(gift=gift, **scan(name)).scan


def attach_to_policy():
    policy = make_policy()
    return lambda name: save_policy(policy=policy, shares={}, **scan(name)).paper


@pytest.mark.parametrize("kind", [attach_to_sheet, attach_to_gift, attach_to_policy])
def test_a_newer_scan_takes_the_place_and_the_older_goes(kind, tmp_path, settings, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = str(tmp_path)
    attach = kind()
    with django_capture_on_commit_callbacks(execute=True):
        attach("lama.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        newer = attach("baru.pdf")
    assert newer.name == "baru.pdf"
    assert list(StoredFile.objects.all()) == [newer]
    assert on_disk() == [newer.file.path]


def test_a_policy_saved_without_a_paper_keeps_the_one_it_has():
    policy = make_policy()
    early = CollectionPolicy.objects.get(pk=policy.pk)  # a page opened before the paper came
    save_policy(policy=policy, shares={}, **scan("kebijakan.pdf"))
    early.name = "Kebijakan baru"
    save_policy(policy=early, shares={}, by=None, at=timezone.now())
    kept = CollectionPolicy.objects.get(pk=policy.pk)
    assert (kept.name, kept.paper.name) == ("Kebijakan baru", "kebijakan.pdf")
