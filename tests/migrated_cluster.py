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


def furnish(data_dir: Path) -> None:
    """Puts a stopped, migrated PostgreSQL cluster and its password into `data_dir`, which has none yet."""
    seed = Path(settings.DATA_DIR) / "migrated"
    with (Path(settings.DATA_DIR) / "migrated.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not seed.exists():
            _make(seed)
    make_data_dir(data_dir)
    for part in PARTS:
        _copy(seed / part, data_dir / part)


def _make(seed: Path) -> None:
    draft = seed.with_name("migrating")
    with Servers(draft, throwaway=True) as servers:
        environment = {**os.environ, **servers.environment(), "DJANGO_SETTINGS_MODULE": "baubau_pembinaan.settings.dev"}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=400)
        postgres = servers.postgres
        postgres.runner.run([postgres.bin / "pg_ctl", "-D", postgres.cluster, "-m", "fast", "-W", "stop"])
        assert locks.wait_until_free(postgres.alive, 60)
        whole = seed.with_name("migrated.part")
        shutil.rmtree(whole, ignore_errors=True)
        whole.mkdir(mode=0o700)
        for part in PARTS:
            _copy(draft / part, whole / part)
        whole.rename(seed)


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", source, target], check=True)
