"""What a person may get wrong at the command line is answered in plain words, never with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from baubau_pembinaan.embedded import Failed, network, paths

from .conftest import ROOT

EMBEDDED = ["-m", "baubau_pembinaan.embedded"]


def told(*command: str, **environment: str) -> str:
    """What the command says as it refuses."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("port", ["80000", "-1", "0", "abc", "8000.5", "٣٠٠٠", "65536"])
def test_what_is_no_port_is_refused(clean_env, port):
    with pytest.raises(Failed, match="bukan nomor port") as refusal:
        network.port_of(port)
    assert "make serve PORT=8000" in str(refusal.value)


def test_a_port_comes_by_environment_and_is_refused_before_anything_is_begun(data_dir):
    assert "PORT=80000 bukan nomor port" in told(*EMBEDDED, "serve", PORT="80000", DATA_DIR=str(data_dir))
    assert list(data_dir.iterdir()) == []
    assert [network.port_of(text) for text in ("1", "8000", "65535")] == [1, 8000, 65535]


@pytest.mark.parametrize(
    "command", [[*EMBEDDED, "serve"], [*EMBEDDED, "reset"], ["manage.py", "check"], ["manage.py", "showmigrations"]]
)
def test_a_data_folder_that_is_a_file_is_refused(data_dir, command):
    file = data_dir / "berkas"
    file.write_text("dear")
    said = told(*command, DATA_DIR=str(file))
    assert f"Folder data {file} adalah berkas, bukan folder. Pilih folder lain" in said
    assert file.read_text() == "dear"


@pytest.mark.parametrize("command", [[*EMBEDDED, "serve"], ["manage.py", "showmigrations"]])
def test_a_data_folder_that_cannot_be_made_is_refused(clean_env, command):
    assert "Folder data /proc/nope tidak dapat dibuat" in told(*command, DATA_DIR="/proc/nope")


def test_a_data_folder_that_cannot_be_written_to_is_refused(data_dir, monkeypatch):
    monkeypatch.setattr(paths.os, "access", lambda path, mode: False)  # root may write anywhere
    with pytest.raises(Failed, match="tidak boleh ditulisi"):
        paths.make_data_dir(data_dir)


def test_a_backup_into_a_closed_place_is_refused(data_dir):
    said = told(*EMBEDDED, "--data-dir", str(data_dir), "backup", "/proc/nope/x.tar")
    assert "/proc/nope tidak dapat dipakai" in said


def test_a_fault_of_the_program_itself_is_not_dressed_up(clean_env):
    from baubau_pembinaan.embedded.postgres import refused

    with pytest.raises(OSError, match="odd"):
        refused(OSError("odd"))
    assert "Ruang disk habis" in str(refused(OSError(28, "No space left on device")))
    assert Path("/x").name in str(refused(PermissionError(13, "Permission denied", "/x")))
