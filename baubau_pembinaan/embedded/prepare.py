"""What must be done between a clone and an answering web server: texts, tables, static files, demo data."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing, redirect_stdout
from importlib import metadata
from pathlib import Path

from . import locks
from .postgres import disk_full
from .servers import BASE_DIR
from .swap import DEMO_SETTLED, MIGRATED
from .words import Failed, say

PRIVATE = ("logs", "mail", "media")
SMALLEST_FREE = 300_000_000


def prepare(data_dir: Path, *, demo: bool) -> None:
    """Runs each step that is due; addresses of the servers are in the environment. Raises Failed."""
    check_disk(data_dir)
    keep_private(data_dir)
    compile_translations(data_dir)
    migrate_where_due(data_dir)
    once_per_state(
        data_dir / "static.stamp",
        state_of([BASE_DIR / "static", *BASE_DIR.glob("*/static"), *BASE_DIR.glob("*/*/static")]),
        lambda: collect_static(data_dir),
    )
    if demo:
        load_demo(data_dir)
    else:  # said once (DEMO=0) it holds, so that forgetting it later brings no invented people into real records
        (data_dir / DEMO_SETTLED).write_text("")


def check_disk(data_dir: Path) -> None:
    """Refuses to begin what a full disk would interrupt."""
    place = os.statvfs(data_dir)
    if place.f_bavail * place.f_frsize < SMALLEST_FREE:
        raise disk_full()


def keep_private(data_dir: Path) -> None:
    """What people wrote and uploaded is for this account's eyes, also in a folder that others may look into."""
    for name in PRIVATE:
        folder = data_dir / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(0o700)


def compile_translations(data_dir: Path) -> None:
    catalogues = [path.parent.parent.parent for path in BASE_DIR.glob("**/LC_MESSAGES/django.po")]
    if has_command("compile_translations"):
        once_per_state(
            data_dir / "translations.stamp",
            state_of([folder for folder in catalogues if ".venv" not in folder.parts]),
            lambda: manage(data_dir, "compile_translations"),
        )


def state_of_tables() -> str:
    """What a migrate depends on: the database, the migrations, the timetable that follows them."""
    folders = [*BASE_DIR.glob("*/migrations"), *BASE_DIR.glob("*/*/migrations")]
    timetable = BASE_DIR / "baubau_pembinaan" / "schedule.py"
    words = f"{os.environ.get('DATABASE_URL')}|{timetable.stat().st_mtime_ns}|{state_of(folders)}"
    return hashlib.sha256(words.encode()).hexdigest()


def migrate_where_due(data_dir: Path) -> None:
    """Migrates when the program changed, and when this is another database than the one the stamp speaks of."""
    stamp, state = data_dir / MIGRATED, state_of_tables()
    with locks.gate(data_dir / "migrate.lock"):
        if stamp.exists() and stamp.read_text() == f"{state} {which_database()}":
            return
        migrate(data_dir)
        stamp.write_text(f"{state} {which_database()}")


def prepare_tables(data_dir: Path) -> None:
    """Words and tables for a command that comes before the first `make serve`. Later ones find them. Raises Failed."""
    if (data_dir / MIGRATED).exists():
        return
    with redirect_stdout(sys.stderr):  # what the command itself says may be read by a program
        compile_translations(data_dir)
        migrate_where_due(data_dir)


def which_database() -> str:
    """The database as it stands: its number in its cluster and how many migrations it has seen; "" if out of reach.

    A database dropped and made again under the same address has another number, and one emptied has seen none.
    """
    import psycopg2

    try:
        with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
            cursor.execute(
                "select oid, to_regclass('django_migrations') is not null from pg_database "
                "where datname = current_database()"
            )
            number, has_tables = cursor.fetchone()
            if has_tables:
                cursor.execute("select count(*) from django_migrations")
            return f"{number}/{cursor.fetchone()[0] if has_tables else 0}"
    except (KeyError, psycopg2.Error):
        return ""


def migrate(data_dir: Path) -> None:
    say("Menyiapkan tabel basis data", "preparing the tables")
    manage(data_dir, "migrate", "--no-input")


def collect_static(data_dir: Path) -> None:
    say("Mengumpulkan berkas tampilan", "collecting static files")
    manage(data_dir, "collectstatic", "--no-input")


def load_demo(data_dir: Path) -> None:
    """Demo data, where the database holds no people yet; asked of each database only until it succeeded."""
    done, here = data_dir / DEMO_SETTLED, which_database().split("/")[0]
    if done.exists() and done.read_text() in {"", here}:
        return
    say("Memuat data contoh", "loading demo data")
    manage(data_dir, "load_demo", "--if-empty")
    done.write_text(here or "?")


def has_command(name: str) -> bool:
    return any(BASE_DIR.glob(f"baubau_pembinaan/*/management/commands/{name}.py"))


def manage(data_dir: Path, *command: str) -> None:
    """Runs a management command quietly, its words kept in logs/prepare.log. Raises Failed with the last ones."""
    log = data_dir / "logs" / "prepare.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)  # also asked for by commands alone
    done = subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), *command],
        cwd=BASE_DIR, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    with log.open("a") as file:
        file.write(f"\n== {' '.join(command)}\n{done.stdout}{done.stderr}")
    if done.returncode == 0:
        return
    if "No space left on device" in done.stderr or "DiskFull" in done.stderr:
        raise disk_full()
    raise Failed(
        f"Langkah '{' '.join(command)}' gagal. Catatan lengkap: {log}",
        f"The step '{' '.join(command)}' failed. The whole record is in {log}",
        (done.stderr or done.stdout)[-2000:],
    )


# --- doing a thing again only when what it reads has changed --------------------------------------------------
def state_of(folders: Iterable[Path]) -> str:
    """A fingerprint of the files' names, sizes and times, and of the installed packages."""
    found = hashlib.sha256(repr(sorted(f"{one.name}{one.version}" for one in metadata.distributions())).encode())
    for folder in sorted(set(folders)):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in {".mo", ".pyc"}:
                status = path.stat()
                found.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return found.hexdigest()


def once_per_state(stamp: Path, state: str, step: Callable[[], None]) -> None:
    """Runs `step` unless it succeeded before on this very state."""
    if stamp.exists() and stamp.read_text() == state:
        return
    step()
    stamp.write_text(state)
