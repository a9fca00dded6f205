"""Where sockets live: in the data folder where its path allows, else in a short private folder."""

import errno
import hashlib
import os
import re
import stat
from pathlib import Path

from .words import Failed

# A socket's address holds 104 bytes (macOS; Linux 108), of which PostgreSQL's own file name takes up to 22.
LONGEST = 80
PLAIN = re.compile(r"[A-Za-z0-9._/+-]+")  # safe in a connection address and in PostgreSQL's list of folders


def make_data_dir(folder: Path) -> Path:
    """The data folder, made 0700 where absent; refused in plain words where it is no folder that can be written to."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise
        if os.path.exists(folder):  # noqa: PTH110 (Path.exists raises where a parent is closed)
            raise _unusable(folder, "adalah berkas, bukan folder", "is a file, not a folder") from None
        raise _unusable(folder, "tidak dapat dibuat", "cannot be made", error.strerror) from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise _unusable(folder, "tidak boleh ditulisi", "cannot be written to")
    return folder


def _unusable(folder: Path, indonesian: str, english: str, details: str | None = "") -> Failed:
    return Failed(
        f"Folder data {folder} {indonesian}. Pilih folder lain: make serve DATA_DIR=/folder/lain "
        "(tanpa make: DATA_DIR=/folder/lain di depan perintahnya).",
        f"The data folder {folder} {english}. Choose another one: make serve DATA_DIR=/another/folder",
        details or "",
    )


def run_dir_of(data_dir: Path) -> Path:
    """The sockets' folder of a data folder: the same for every process, made 0700 where absent."""
    inside = data_dir / "run"
    if len(os.fsencode(inside)) <= LONGEST and PLAIN.fullmatch(str(inside)):
        inside.mkdir(mode=0o700, exist_ok=True)
        return inside
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return private_folder(Path("/tmp") / f"baubau-{os.geteuid()}-{name}")  # noqa: S108 (checked below)


def private_folder(folder: Path) -> Path:
    """`folder` made 0700; refused where it is somebody else's, a link, or open to others."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise Failed(
            f"Folder {folder} bukan milik Anda saja, jadi tidak dipakai. Pakai DATA_DIR dengan jalur lebih pendek.",
            f"The folder {folder} is not yours alone, so it is not used. Choose a DATA_DIR with a shorter path.",
        )
    return folder
