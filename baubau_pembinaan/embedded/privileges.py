"""As whom PostgreSQL runs. It refuses root, and neither making users nor opening folders is ours to do."""

import functools
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .words import Failed


@dataclass(frozen=True)
class Runner:
    """Runs a program with the right identity: our own, a mapped one (`prefix`), or a spare one (`uid`, `gid`)."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def run(self, command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        """Runs to the end; output captured as text unless `options` say otherwise."""
        if self.uid is not None:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        if not {"stdout", "stderr"} & options.keys():
            options["capture_output"] = True
        options.setdefault("stdin", subprocess.DEVNULL)
        line = [*self.prefix, *map(str, command)]
        try:
            return subprocess.run(line, text=True, cwd="/", check=False, **options)
        except PermissionError as error:  # a spare user before a closed folder
            return subprocess.CompletedProcess(line, 126, "", str(error))

    def give(self, path: Path) -> None:
        """Makes `path`, with all in it, belong to the identity that the programs run with."""
        if self.uid is None:
            return
        for one in [path, *path.rglob("*")]:
            os.chown(one, self.uid, self.gid or -1, follow_symlinks=False)

    def reaches(self, path: Path) -> bool:
        """Whether programs run by this runner may enter the folder `path`."""
        return self.run(["test", "-x", path]).returncode == 0


def spare_identity() -> tuple[int, int]:
    """Uid and gid to map or drop to: `nobody`, else any user but root (initdb wants one with a name)."""
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        others = [one for one in pwd.getpwall() if one.pw_uid]
        if not others:
            raise Failed(
                "Di mesin ini tidak ada pengguna selain root. Buat satu (useradd -m pustaka), jalankan sebagai dia.",
                "This machine has no user but root. Make one (useradd -m pustaka) and run as that user.",
            ) from None
        entry = others[-1]
    return entry.pw_uid, entry.pw_gid


@functools.cache
def choose() -> Runner:
    """Ordinary users run programs as themselves; root maps itself in a user namespace, else drops to a spare user."""
    if os.geteuid() != 0:
        return Runner()
    uid, gid = spare_identity()
    if unshare := shutil.which("unshare"):
        mapped = Runner(prefix=(unshare, "--user", f"--map-user={uid}", f"--map-group={gid}"))
        if mapped.run(["true"]).returncode == 0:
            return mapped
    return Runner(uid=uid, gid=gid)


def check_owner(folder: Path) -> None:
    """Refuses a data folder that belongs to somebody else, naming who should run the command."""
    owner, me = folder.stat().st_uid, os.geteuid()
    if owner == me:
        return
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:
        name = str(owner)
    raise Failed(
        f"Folder data {folder} milik pengguna {name}. Jalankan perintah ini sebagai {name}, "
        "atau pilih folder lain: make serve DATA_DIR=/folder/lain",
        f"The data folder {folder} belongs to {name}. Run this as {name}, or choose another DATA_DIR.",
    )
