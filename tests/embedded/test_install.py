"""The installer says in plain words what is missing, and does nothing twice."""

import shutil
import subprocess
import sys

import pytest

from baubau_pembinaan.embedded import install

from .conftest import ROOT


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder with two locks and an environment in which nothing is installed yet."""
    for name in install.LADDER:
        (tmp_path / name).write_text(name)
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(install, "BASE", str(tmp_path))
    monkeypatch.setattr(install, "VENV", str(tmp_path / ".venv"))
    return tmp_path


def test_a_lock_counts_as_installed_until_it_changes(project):
    assert install.is_installed("requirements-dev.txt") is False
    stamp = project / ".venv" / "installed-requirements-dev.txt"
    stamp.write_text(install.digest("requirements-dev.txt"))
    assert install.is_installed("requirements-dev.txt") is True
    assert install.is_installed("requirements.txt") is True  # the larger holds the smaller
    assert install.is_installed("requirements-e2e.txt") is False
    (project / "requirements-dev.txt").write_text("changed")
    assert install.is_installed("requirements-dev.txt") is False


def test_each_lock_holds_the_smaller_one_to_the_letter():
    """is_installed relies on it."""
    pins = [
        {line.split(" ")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}
        for name in install.LADDER
    ]
    assert pins[0] < pins[1] < pins[2]


def refusal(capsys, deed, *arguments) -> str:
    with pytest.raises(SystemExit) as end:
        deed(*arguments)
    assert end.value.code == 1
    return capsys.readouterr().err


def test_an_old_python_says_so(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    said = refusal(capsys, install.fit_python)
    assert "versi 3.9" in said
    assert "apt install python3.11" in said


def test_an_old_python_goes_on_with_a_newer_one(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3.12" else None)
    called = []
    monkeypatch.setattr(install.os, "execv", lambda path, arguments: called.append(path) or sys.exit(0))
    with pytest.raises(SystemExit):
        install.fit_python()
    assert called == ["/usr/bin/python3.12"]


def test_a_python_without_ensurepip_is_told_the_apt_line(project, monkeypatch, capsys):
    monkeypatch.setattr(install, "PYTHON", str(project / "absent"))
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    said = refusal(capsys, install.make_venv)
    assert f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in said


@pytest.mark.parametrize(
    ("pip_says", "we_say"),
    [
        ("ERROR: No matching distribution found for typst==0.15.2", "Linux (glibc) dan macOS"),
        ("OSError: [Errno 28] No space left on device", "Ruang disk habis"),
        ("NewConnectionError ... No matching distribution found for x", "Periksa sambungan internet"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "Pemasangan paket gagal"),
    ],
)
def test_what_pip_says_becomes_plain_words(capsys, pip_says, we_say):
    said = refusal(capsys, install.explain, pip_says)
    assert we_say in said.replace("\n", " ")
    assert pip_says in said


def test_the_installer_runs_without_any_package(tmp_path):
    """As the Makefile runs it: isolated, before there is a virtual environment."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", install.__file__, "no-such-lock.txt"], cwd=tmp_path, capture_output=True, text=True
    )
    assert "No such file" in done.stderr and "no-such-lock.txt" in done.stderr
    assert "ImportError" not in done.stderr


def test_make_help_lists_every_target():
    listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [line.split()[1] for line in listed.splitlines()]
    wanted = ["help", "serve", "install", "backup", "restore", "reset", "test", "check"]
    wanted += ["e2e", "shots", "bench", "soak", "vendor"]
    assert names == wanted
