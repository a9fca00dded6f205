"""A backup comes back exactly, or not at all."""

import io
import json
import stat
import tarfile
from pathlib import Path

import pytest

from baubau_pembinaan.embedded import Failed, Servers, backup

from .conftest import rows, write_row


@pytest.fixture
def saved(data_dir, monkeypatch) -> Path:
    """A backup of one row, one uploaded file and the key, after which the data went on to change."""
    (data_dir / "media" / "letters").mkdir(parents=True)
    (data_dir / "media" / "letters" / "a.pdf").write_bytes(b"letter")
    (data_dir / "secret_key").write_text("the old key")
    with Servers(data_dir, valkey=False) as servers:
        write_row(servers, "saved")
        monkeypatch.setenv("DATABASE_URL", servers.postgres.url)
        file = backup.save(data_dir, data_dir / "kept.tar")
        for name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL"):  # it joined the servers, as a process of its own would
            monkeypatch.delenv(name)
        write_row(servers, "later")
    (data_dir / "media" / "letters" / "a.pdf").write_bytes(b"overwritten")
    (data_dir / "secret_key").write_text("a new key")
    return file


def present(data_dir: Path) -> tuple:
    with Servers(data_dir, valkey=False) as servers:
        found = rows(servers)
    return found, (data_dir / "media" / "letters" / "a.pdf").read_bytes(), (data_dir / "secret_key").read_text()


def test_a_backup_comes_back_whole(data_dir, saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    (data_dir / "migrated.stamp").write_text("of the newer tables")
    backup.restore(data_dir, saved, yes=True)
    assert present(data_dir) == (["saved"], b"letter", "the old key")
    assert not (data_dir / "migrated.stamp").exists()  # older tables are to be migrated at the next start


def test_a_backup_comes_back_in_an_empty_folder(data_dir, saved):
    backup.restore(data_dir / "other", saved)
    assert present(data_dir / "other") == (["saved"], b"letter", "the old key")


def test_a_backup_that_reads_back_differently_replaces_nothing(data_dir, saved, tmp_path):
    with tarfile.open(saved) as tar:
        tar.extractall(tmp_path, filter="data")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["tables"]["public.diary"]["sum"] = "1"
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "forged.tar", "w") as tar:
        for name in ("manifest.json", "database.dump", "media", "secret_key"):
            tar.add(tmp_path / name, name)
    with pytest.raises(Failed, match=r"public\.diary"):
        backup.restore(data_dir, tmp_path / "forged.tar", yes=True)
    assert present(data_dir) == (["later", "saved"], b"overwritten", "a new key")


def test_restore_asks_before_it_replaces(data_dir, saved, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _: "tidak")
    with pytest.raises(Failed, match="Tidak ada yang diubah"):
        backup.restore(data_dir, saved)
    assert present(data_dir)[0] == ["later", "saved"]
    monkeypatch.setattr("builtins.input", lambda _: "pulihkan")
    backup.restore(data_dir, saved)
    assert present(data_dir)[0] == ["saved"]


@pytest.mark.parametrize("content", [b"", b"not a tar"])
def test_what_is_no_backup_is_refused(data_dir, content):
    file = data_dir / "some.tar"
    file.write_bytes(content)
    with pytest.raises(Failed, match="bukan cadangan yang utuh") as refusal:
        backup.restore(data_dir, file, yes=True)
    assert "gz" not in str(refusal.value).replace("tar.gz", "")


@pytest.mark.parametrize("file", [Path(), Path("/tidak/ada.tar")])
def test_a_missing_backup_is_said_in_plain_words(data_dir, file):
    with pytest.raises(Failed, match="Berkas cadangan tidak ditemukan") as refusal:
        backup.restore(data_dir, file, yes=True)
    assert "Errno" not in str(refusal.value)


def test_the_question_says_when_the_backup_was_saved_on_the_librarys_clock():
    assert backup.said_at({"saved_at": "2026-12-01T04:26:01.980334+00:00"}) == "01-12-2026, pukul 12.26 WITA"


def test_an_archive_cannot_write_outside_its_place(data_dir, tmp_path):
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        for name in ("media/../../outside", "/absolute", "media/../secret", "stranger"):
            member = tarfile.TarInfo(name)
            member.size = len(b"evil")
            tar.addfile(member, io.BytesIO(b"evil"))
    (data_dir / "inner").mkdir()
    with pytest.raises(Failed):
        backup.unpack(tmp_path / "evil.tar", data_dir / "inner")
    assert sorted(path.name for path in data_dir.rglob("*")) == ["inner"]


def test_data_in_use_is_neither_replaced_nor_removed(data_dir, saved):
    with Servers(data_dir, valkey=False):
        with pytest.raises(Failed, match="sedang dipakai"):
            backup.restore(data_dir, saved, yes=True)
        with pytest.raises(Failed, match="sedang dipakai"):
            backup.reset(data_dir, yes=True)
    assert present(data_dir)[0] == ["later", "saved"]


def test_reset_asks_and_then_removes(data_dir, monkeypatch):
    with Servers(data_dir, valkey=False) as servers:
        write_row(servers, "gone")
    monkeypatch.setattr("builtins.input", lambda _: "")
    with pytest.raises(Failed, match="Tidak ada yang diubah"):
        backup.reset(data_dir)
    assert (data_dir / "pg").exists()
    monkeypatch.setattr("builtins.input", lambda _: "hapus")
    backup.reset(data_dir)
    assert not data_dir.exists()
    backup.reset(data_dir)  # nothing there: nothing to do


def test_reset_leaves_a_folder_of_somebody_elses_alone(data_dir):
    (data_dir / "holiday.jpg").write_text("dear")
    with pytest.raises(Failed, match="bukan folder data"):
        backup.reset(data_dir, yes=True)
    assert (data_dir / "holiday.jpg").exists()
