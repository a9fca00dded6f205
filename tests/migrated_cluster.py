"""A migrated database for tests with servers of their own: made once a run, copied file by file into their folders."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from baubau_pembinaan.embedded import locks
from baubau_pembinaan.embedded.paths import make_data_dir
from baubau_pembinaan.embedded.servers import Servers

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("pg", "pg_password")
OUR_ADDRESSES = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "THROWAWAY_DIR")


def furnish(data_dir: Path) -> None:
    """Puts a stopped, migrated PostgreSQL cluster and its password into `data_dir`, which has none yet."""
    make_data_dir(data_dir)
    for part in PARTS:
        _copy(seed() / part, data_dir / part)


def seed() -> Path:
    """The folder with the cluster, and with what the command that made its tables said."""
    place = Path(settings.DATA_DIR) / "migrated"
    with (Path(settings.DATA_DIR) / "migrated.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not place.exists():
            _make(place)
    return place


def _make(place: Path) -> None:
    draft = place.with_name("migrating")
    with Servers(draft, throwaway=True) as servers:
        (draft / "first_words").write_text(first_command(draft))
        postgres = servers.postgres
        postgres.runner.run([postgres.bin / "pg_ctl", "-D", postgres.cluster, "-m", "fast", "-W", "stop"])
        assert locks.wait_until_free(postgres.alive, 60)
        whole = place.with_name("migrated.part")
        shutil.rmtree(whole, ignore_errors=True)
        whole.mkdir(mode=0o700)
        for part in PARTS:
            _copy(draft / part, whole / part)
        (draft / "first_words").rename(whole / "first_words")
        whole.rename(place)


def first_command(data_dir: Path) -> str:
    """What a command says, typed by hand in a folder that nobody has served yet: it makes the tables on its way."""
    outside = {name: value for name, value in os.environ.items() if name not in OUR_ADDRESSES}
    environment = outside | {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "baubau_pembinaan.settings.dev"}
    command = [sys.executable, "manage.py", "check_summaries", "--format", "json"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, timeout=400, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", source, target], check=True)
