"""A restored database, its files and its key in place of the present ones: all or nothing, whenever it is cut off.

All that is new stands beside the old (`..._restored`, `*.restored`) before a journal is written; then each part changes
its name, and the old copies (`..._before`, `*.before`) go last. A start that finds the journal finishes the swap; an
error while the program lives takes it back. Every step may be repeated.
"""

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .words import Failed, say

if TYPE_CHECKING:
    from .postgres import Postgres

LIVE = "baubau"
RESTORED, BEFORE = f"{LIVE}_restored", f"{LIVE}_before"
JOURNAL = "restore.journal"
FORMER_CACHE = "cache.former"  # the cache and the queue speak of data that are no longer here
MIGRATED = "migrated.stamp"
DEMO_SETTLED = "demo.stamp"  # the database that got its demo data; empty where the owner wants none in any


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}.{suffix}")


@contextmanager
def admin(postgres: "Postgres") -> Iterator[Any]:
    import psycopg2

    with closing(psycopg2.connect(postgres.url_of("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


# --- before anything changes ----------------------------------------------------------------------------------
def clear_leftovers(cursor: Any, data_dir: Path, media: Path) -> None:
    """What an undone or refused restore left beside the live data; never called while a journal stands."""
    cursor.execute(f"drop database if exists {RESTORED} with (force)")
    if exists(cursor, LIVE):
        cursor.execute(f"drop database if exists {BEFORE} with (force)")
    for path in (beside(media, "restored"), beside(data_dir / "secret_key", "restored")):
        _remove(path)


def stage(data_dir: Path, media: Path, folder: Path) -> None:
    """The unpacked files beside those they replace, on the same disk, so that what is left is changing names."""
    media.parent.mkdir(parents=True, exist_ok=True)
    new = beside(media, "restored")
    if (folder / "media").exists():
        shutil.move(folder / "media", new)
    else:
        new.mkdir(mode=0o700)
    if (folder / "secret_key").exists():
        key = beside(data_dir / "secret_key", "restored")
        shutil.move(folder / "secret_key", key)
        key.chmod(0o600)


def swap(postgres: "Postgres", media: Path) -> None:
    """Under the gate: everything staged becomes what is used. An error takes all of it back and is raised again."""
    data_dir = postgres.data_dir
    _write_down(data_dir, media)
    try:
        with admin(postgres) as cursor:
            swap_databases(cursor)
        swap_files(data_dir, media)
    except BaseException:
        undo(postgres, media)
        raise
    _tidy(postgres, media)


def _write_down(data_dir: Path, media: Path) -> None:
    draft = data_dir / f".{JOURNAL}"
    with draft.open("w") as file:
        json.dump({"media": str(media)}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(data_dir / JOURNAL)


# --- at every start -------------------------------------------------------------------------------------------
def settle(postgres: "Postgres") -> None:
    """Under the gate: finishes a restore that was cut off, or brings back a database whose place is empty."""
    journal = postgres.data_dir / JOURNAL
    if journal.exists():
        say("Menyelesaikan pemulihan cadangan yang terputus", "finishing a restore that was interrupted")
        media = Path(json.loads(journal.read_text())["media"])
        with admin(postgres) as cursor:
            swap_databases(cursor)
        swap_files(postgres.data_dir, media)
        _tidy(postgres, media)
        return
    with admin(postgres) as cursor:
        if exists(cursor, LIVE):
            return
        for name in (BEFORE, RESTORED):  # the data as it was, else a copy already found to be whole
            if exists(cursor, name):
                say(
                    f"Pemulihan pernah terputus; basis data {name} dipakai kembali",
                    f"a restore was interrupted; the database {name} is taken back into use",
                )
                rename(cursor, name, LIVE)
                return
        cursor.execute(f"create database {LIVE}")


# --- the steps ------------------------------------------------------------------------------------------------
def swap_databases(cursor: Any) -> None:
    if not exists(cursor, RESTORED):
        return
    if exists(cursor, LIVE):
        rename(cursor, LIVE, BEFORE)
    rename(cursor, RESTORED, LIVE)


def swap_files(data_dir: Path, media: Path) -> None:
    if (new := beside(media, "restored")).exists():
        if media.exists() and not beside(media, "before").exists():
            media.rename(beside(media, "before"))
        new.rename(media)
    key = data_dir / "secret_key"
    if (new := beside(key, "restored")).exists():
        if key.exists() and not beside(key, "before").exists():
            os.link(key, beside(key, "before"))
        new.replace(key)


def undo(postgres: "Postgres", media: Path) -> None:
    """All as it was before the swap; the backup's copy stays beside it until the next restore."""
    key = postgres.data_dir / "secret_key"
    if beside(key, "before").exists():
        if not beside(key, "restored").exists():
            os.link(key, beside(key, "restored"))
        beside(key, "before").replace(key)
        beside(key, "before").unlink(missing_ok=True)  # replacing a file by its own second name removes neither
    if beside(media, "before").exists():
        if media.exists():
            media.rename(beside(media, "restored"))
        beside(media, "before").rename(media)
    with admin(postgres) as cursor:
        if exists(cursor, BEFORE):
            if exists(cursor, LIVE):
                rename(cursor, LIVE, RESTORED)
            rename(cursor, BEFORE, LIVE)
    (postgres.data_dir / JOURNAL).unlink(missing_ok=True)


def _tidy(postgres: "Postgres", media: Path) -> None:
    """The restored data are in use: forget what speaks of the former ones, and remove their copies."""
    data_dir = postgres.data_dir
    (data_dir / MIGRATED).unlink(missing_ok=True)  # the backup may be older than the program
    (data_dir / DEMO_SETTLED).write_text("")  # what came back is the data; nothing is to be added to it
    (data_dir / FORMER_CACHE).touch()
    _remove(beside(media, "before"))
    _remove(beside(data_dir / "secret_key", "before"))
    with admin(postgres) as cursor:
        cursor.execute(f"drop database if exists {BEFORE} with (force)")
    (data_dir / JOURNAL).unlink(missing_ok=True)


def exists(cursor: Any, name: str) -> bool:
    cursor.execute("select 1 from pg_database where datname = %s", [name])
    return cursor.fetchone() is not None


def rename(cursor: Any, old: str, new: str, tries: int = 20) -> None:
    """Another name for a database; whoever is still connected to it (a command that came meanwhile) is sent away."""
    import psycopg2

    for left in reversed(range(tries)):
        cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [old])
        try:
            cursor.execute(f"alter database {old} rename to {new}")
        except psycopg2.errors.ObjectInUse as error:
            if not left:
                raise Failed(
                    "Basis data sedang dipakai program lain. Hentikan dahulu, lalu ulangi.",
                    "The database is in use by another program. Stop that one first.",
                    str(error),
                ) from error
            time.sleep(0.25)
        else:
            return


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
