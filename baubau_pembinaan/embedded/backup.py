"""`make backup`, `make restore` and `make reset`: the installation in one file, proven before it replaces anything.

The file is a tar of `manifest.json` (rows and checksum of every table, read in the dump's own snapshot),
`database.dump` (pg_dump's custom format), `media/` and `secret_key`.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from . import locks, swap
from .paths import make_data_dir
from .postgres import programs
from .servers import BASE_DIR, Servers, ensure
from .words import Failed, say

FORMAT = 1
TABLES = """
    select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1
"""


def save(data_dir: Path, file: Path | None = None) -> Path:
    """Writes a backup of the running or sleeping installation; returns its path. The site may stay in use."""
    now = datetime.now().astimezone()
    file = (file or BASE_DIR / "backups" / f"pembinaan-{now:%Y-%m-%d-%H%M%S}.tar").absolute()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    say("Mencadangkan basis data, berkas, dan kunci", "saving database, files and key")
    with joined(data_dir), tempfile.TemporaryDirectory(dir=file.parent) as folder:
        dump = Path(folder) / "database.dump"
        tables = dump_with_sums(dump)
        manifest = {"format": FORMAT, "saved_at": now.isoformat(), "tables": tables}
        (Path(folder) / "manifest.json").write_text(json.dumps(manifest, indent=1))
        draft = Path(folder) / "backup.tar"
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as tar:
            tar.add(Path(folder) / "manifest.json", "manifest.json")
            tar.add(dump, "database.dump")
            for name, path in (("media", media_of(data_dir)), ("secret_key", data_dir / "secret_key")):
                if path.exists():
                    tar.add(path, name)
        draft.replace(file)  # whole or not at all
    rows = sum(table["rows"] for table in tables.values())
    print(f"• Tersimpan (saved): {file} ({file.stat().st_size / 1e6:.1f} MB, {rows} baris/rows)")
    return file


def restore(data_dir: Path, file: Path, *, yes: bool = False) -> None:
    """Puts a backup in the place of the data here, after proving that it reads back exactly. Raises Failed."""
    if os.environ.get("DATABASE_URL"):
        raise Failed(
            "DATABASE_URL menunjuk basis data sendiri; pulihkan dengan pg_restore (lihat docs/deploy.md).",
            "DATABASE_URL names a database of your own; restore into it with pg_restore (see docs/deploy.md).",
        )
    if not file.is_file():
        raise Failed(
            "Berkas cadangan tidak ditemukan. Beri nama berkasnya: make restore FILE=backups/pembinaan-....tar",
            "There is no such backup file. Name the file: make restore FILE=backups/pembinaan-....tar",
            "" if file == Path() else str(file),
        )
    with alone(data_dir), tempfile.TemporaryDirectory(dir=data_dir) as folder:
        manifest = unpack(file, Path(folder))
        if (data_dir / "pg").exists():
            confirm(f"Data di {data_dir} akan diganti dengan cadangan {said_at(manifest)}.", "pulihkan", yes=yes)
        with Servers(data_dir, valkey=False) as servers:
            say("Memulihkan dan memeriksa basis data", "restoring and checking the database")
            load_checked(servers, Path(folder) / "database.dump", manifest["tables"])
            with locks.gate(servers.gate):
                swap.stage(data_dir, media_of(data_dir), Path(folder))
                swap.swap(servers.postgres, media_of(data_dir))
    print("• Pulih dan sudah diperiksa (restored and verified).")


def said_at(manifest: dict[str, Any]) -> str:
    """When the backup was saved, on the library's clock."""
    moment = datetime.fromisoformat(manifest["saved_at"]).astimezone(ZoneInfo("Asia/Makassar"))
    return f"{moment:%d-%m-%Y}, pukul {moment:%H.%M} {moment:%Z}"


def reset(data_dir: Path, *, yes: bool = False) -> None:
    """Removes the data folder, after asking; never one that does not look like ours or is in use."""
    if not data_dir.exists():
        print("• Tidak ada data (there is no data).")
        return
    make_data_dir(data_dir)
    strange = not (data_dir / "start.lock").exists() and any(data_dir.iterdir())
    if strange or data_dir in (Path.home(), BASE_DIR, *BASE_DIR.parents):
        raise Failed(
            f"{data_dir} tampaknya bukan folder data aplikasi ini, jadi tidak dihapus.",
            f"{data_dir} does not look like this program's data folder, so it is left alone.",
        )
    with alone(data_dir):
        confirm(f"SEMUA data di {data_dir} akan dihapus untuk selamanya.", "hapus", yes=yes)
        servers = Servers(data_dir)
        with locks.gate(servers.gate):
            if not servers.stop_unless_used():
                raise in_use(data_dir)
            shutil.rmtree(data_dir)
    print("• Data dihapus; make serve memulai dari awal (removed; make serve starts over).")


# --- who else is here -----------------------------------------------------------------------------------------
@contextmanager
def joined(data_dir: Path) -> Iterator[None]:
    servers = ensure(data_dir)
    try:
        yield
    finally:
        servers.release()


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Keeps `make serve` out meanwhile; refused while it or another command uses the data."""
    make_data_dir(data_dir)
    claim = locks.claim(data_dir / "serve.lock")
    if claim is None or locks.is_held(data_dir / "users.lock"):
        raise in_use(data_dir)
    try:
        yield
    finally:
        os.close(claim)


def in_use(data_dir: Path) -> Failed:
    return Failed(
        f"Data di {data_dir} sedang dipakai. Hentikan dahulu make serve (Ctrl-C) dan perintah lain, lalu ulangi.",
        f"The data in {data_dir} is in use. Stop make serve (Ctrl-C) and other commands first.",
    )


def confirm(what: str, word: str, *, yes: bool) -> None:
    if yes:
        return
    try:
        said = input(f"{what}\nKetik '{word}' untuk melanjutkan (type '{word}' to go on): ")
    except EOFError:
        said = ""
    if said.strip().lower() != word:
        raise Failed("Tidak ada yang diubah.", "Nothing was changed.")


# --- the database ---------------------------------------------------------------------------------------------
def dump_with_sums(dump: Path) -> dict[str, Any]:
    """pg_dump into `dump`, and the sums of every table in the very same snapshot."""
    import psycopg2

    url = os.environ["DATABASE_URL"]
    with closing(psycopg2.connect(url)) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("select pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            run_pg("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={dump}", url=url)
            return table_sums(cursor)


def table_sums(cursor: Any) -> dict[str, Any]:
    """Rows and an order-free checksum of every table."""
    cursor.execute(TABLES)
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text from {table} t")  # noqa: S608
        found[table] = dict(zip(("rows", "sum"), cursor.fetchone(), strict=True))
    return found


def run_pg(program: str, *arguments: str, url: str) -> None:
    """One of PostgreSQL's programs; the password goes by environment, where `ps` does not show it."""
    parts = urlsplit(url)
    given = {
        "PGUSER": parts.username, "PGPASSWORD": parts.password, "PGPORT": parts.port and str(parts.port),
        "PGHOST": parts.hostname or dict(pair.split("=", 1) for pair in parts.query.split("&") if pair).get("host"),
        "PGDATABASE": parts.path.lstrip("/"),
    }  # fmt: skip
    done = subprocess.run(
        [str(programs() / "bin" / program), *arguments],
        env={**os.environ, **{name: value for name, value in given.items() if value}},
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise Failed(f"{program} gagal.", f"{program} failed.", done.stderr[-2000:])


def load_checked(servers: Servers, dump: Path, expected: dict[str, Any]) -> None:
    """The dump into a database beside the present one; refused where a single row reads back differently."""
    import psycopg2

    with swap.admin(servers.postgres) as cursor:
        swap.clear_leftovers(cursor, servers.data_dir, media_of(servers.data_dir))
        cursor.execute(f"create database {swap.RESTORED}")
    url = servers.postgres.url_of(swap.RESTORED)
    run_pg("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={swap.RESTORED}", str(dump), url=url)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        found = table_sums(cursor)
    wrong = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if wrong:
        raise Failed(
            "Isi yang dipulihkan berbeda dari cadangannya, jadi data sekarang dibiarkan.",
            "What was restored differs from the backup, so the present data stays.",
            ", ".join(wrong),
        )


# --- the files ------------------------------------------------------------------------------------------------
def media_of(data_dir: Path) -> Path:
    return Path(os.environ.get("MEDIA_ROOT") or data_dir / "media")


def unpack(file: Path, folder: Path) -> dict[str, Any]:
    """The backup's parts into `folder`; its manifest. Refuses what is not a backup of ours."""
    try:
        with tarfile.open(file) as tar:
            for member in tar:
                take_out(tar, member, folder)
        manifest = json.loads((folder / "manifest.json").read_text())
        if manifest["format"] == FORMAT and (folder / "database.dump").exists():
            return manifest
        details = ""
    except OSError as error:
        details = str(error)
    except (tarfile.TarError, ValueError, KeyError):
        details = ""  # what a library says of it helps nobody
    raise Failed(
        f"{file} bukan cadangan yang utuh. Beri nama berkasnya: make restore FILE=backups/pembinaan-....tar",
        f"{file} is not a whole backup. Name the file: make restore FILE=backups/pembinaan-....tar",
        details,
    )


def take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One plain file of ours; anything else in the archive is passed over (tarfile's own filter needs 3.11.4)."""
    parts = Path(member.name).parts
    known = parts[:1] == ("media",) or member.name in {"manifest.json", "database.dump", "secret_key"}
    source = tar.extractfile(member) if member.isfile() and known and ".." not in parts else None
    if source is not None:
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with source, target.open("wb") as out:
            shutil.copyfileobj(source, out)
