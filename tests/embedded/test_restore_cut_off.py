"""A restore that fails or is killed anywhere leaves all of the old or all of the new, and loses nothing."""

import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from baubau_pembinaan.embedded import Servers, backup, swap

from .conftest import ROOT, eventually, processes_of
from .test_backup import present
from .test_backup import saved as saved

OLD = (["later", "saved"], b"overwritten", "a new key")
NEW = (["saved"], b"letter", "the old key")
KILLED = """
import os, signal, sys
from pathlib import Path
from baubau_pembinaan.embedded import backup, swap
inner, left = swap.{step}, {after}
def cut(*given):
    global left
    done = inner(*given) if left else None
    left -= 1
    if left < 0 or left == 0 and not {before_next}:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
swap.{step} = cut
backup.restore(Path(sys.argv[1]), Path(sys.argv[2]), yes=True)
"""


@pytest.fixture
def uploaded(data_dir, saved) -> Path:
    """A file that came after the backup was made."""
    file = data_dir / "media" / "letters" / "new.pdf"
    file.write_bytes(b"uploaded after the backup")
    return file


def leftovers(data_dir: Path) -> list[str]:
    with Servers(data_dir, valkey=False) as servers, swap.admin(servers.postgres) as cursor:
        cursor.execute("select datname from pg_database where datname like 'baubau_%'")
        found = [name for (name,) in cursor.fetchall()]
    return found + [path.name for pattern in ("*.before", "*.journal") for path in data_dir.glob(pattern)]


@pytest.mark.parametrize("step", ["swap_databases", "swap_files"])
def test_a_step_that_fails_takes_everything_back(data_dir, saved, uploaded, monkeypatch, step):
    inner = getattr(swap, step)

    def fails_behind(*given):
        inner(*given)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(swap, step, fails_behind)
        with pytest.raises(OSError, match="No space"):
            backup.restore(data_dir, saved, yes=True)
    assert present(data_dir) == OLD
    assert uploaded.read_bytes() == b"uploaded after the backup"
    backup.restore(data_dir, saved, yes=True)  # and nothing of it stands in the way of the next one
    assert present(data_dir) == NEW
    assert leftovers(data_dir) == []


@pytest.mark.parametrize(
    ("step", "after", "before_next"),
    [("_write_down", 1, False), ("rename", 1, False), ("rename", 2, False), ("swap_files", 1, False)],
)
def test_a_restore_killed_on_its_way_is_finished_by_the_next_start(
    data_dir, saved, uploaded, capfd, step, after, before_next
):
    code = KILLED.format(step=step, after=after, before_next=before_next)
    done = subprocess.run(
        [sys.executable, "-c", code, str(data_dir), str(saved)], cwd=ROOT, check=False, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert eventually(lambda: processes_of(data_dir) == [])
    capfd.readouterr()
    assert present(data_dir) == NEW
    assert "Menyelesaikan pemulihan cadangan yang terputus" in capfd.readouterr().out
    assert not uploaded.exists()
    assert leftovers(data_dir) == []
    assert (data_dir / "demo.stamp").read_text() == ""


@pytest.mark.parametrize(("left", "content"), [("before", ["later", "saved"]), ("restored", ["later", "saved"])])
def test_a_start_never_makes_an_empty_database_beside_a_full_one(data_dir, saved, capfd, left, content):
    with Servers(data_dir, valkey=False) as servers, swap.admin(servers.postgres) as cursor:
        swap.rename(cursor, "baubau", f"baubau_{left}")
    capfd.readouterr()
    assert present(data_dir)[0] == content
    assert f"basis data baubau_{left} dipakai kembali" in capfd.readouterr().out


def test_a_command_that_came_meanwhile_is_sent_away_rather_than_in_the_way(data_dir, saved):
    with Servers(data_dir, valkey=False) as servers:
        other = psycopg2.connect(servers.postgres.url)
        with swap.admin(servers.postgres) as cursor:
            swap.rename(cursor, "baubau", "baubau_before")
        with pytest.raises(psycopg2.Error), other.cursor() as cursor:
            cursor.execute("select 1")
        other.close()


def test_after_a_restore_cache_and_queue_of_the_former_data_are_gone(data_dir, saved):
    with Servers(data_dir) as servers:
        assert servers.valkey._ask(b"SET cache:1:page old\r\n") == b"+OK\r\n"
        assert servers.valkey._ask(b"LPUSH celery task\r\n") == b":1\r\n"
    backup.restore(data_dir, saved, yes=True)
    with Servers(data_dir) as servers:
        assert servers.valkey._ask(b"DBSIZE\r\n") == b":0\r\n"
        assert servers.valkey._ask(b"SET cache:1:page new\r\n") == b"+OK\r\n"
    with Servers(data_dir) as servers:  # only once
        assert servers.valkey._ask(b"GET cache:1:page\r\n") == b"$3\r\nnew\r\n"


def test_in_a_server_shared_with_others_only_our_keys_go(data_dir, saved, monkeypatch):
    with Servers(data_dir / "given", postgres=False) as given:
        ask = given.valkey._ask
        for words in (b"SET cache:1:page old", b"LPUSH celery task", b"SET theirs kept"):
            ask(words + b"\r\n")
        backup.restore(data_dir, saved, yes=True)
        monkeypatch.setenv("REDIS_URL", given.valkey.url)
        with Servers(data_dir, valkey=False):
            assert ask(b"KEYS *\r\n") == b"*1\r\n$6\r\ntheirs\r\n"
