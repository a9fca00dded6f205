"""Locks pin by hash and name no host: an installation may sit behind any mirror."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
LOCKS = sorted(BASE.glob("requirements*.txt"))
NPM = [file for file in BASE.glob("tests/**/package-lock.json") if "node_modules" not in file.parts]


def test_there_are_locks():
    assert LOCKS


@pytest.mark.parametrize("lock", LOCKS, ids=lambda file: file.name)
def test_lock_names_no_host_and_hashes_everything(lock):
    text = lock.read_text()
    assert not re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", text)
    pins = re.findall(r"^([A-Za-z0-9._-]+(?:\[[^\]]*\])?)==", text, re.MULTILINE)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert pins and len(blocks) == len(pins)
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", NPM, ids=lambda file: file.parent.name)
def test_npm_lock_names_no_host(lock):
    packages = json.loads(lock.read_text())["packages"]
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if name and "integrity" not in entry]
