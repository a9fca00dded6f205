"""Secrets that an installation makes for itself, kept 0600 in its data folder."""

import os
import secrets
from pathlib import Path

from .paths import make_data_dir


def secret_in(data_dir: Path, name: str, nbytes: int = 48) -> str:
    """The secret `name` of this data folder: read where it exists, else made once, even by racing processes."""
    if not data_dir.is_dir():
        make_data_dir(data_dir)
    path = data_dir / name
    while True:
        try:
            if text := path.read_text().strip():
                return text
        except FileNotFoundError:
            pass
        draft = data_dir / f".{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(nbytes))
        try:
            os.link(draft, path)  # the first to link wins, and readers never see half a file
        except FileExistsError:
            pass
        finally:
            draft.unlink()


def secret_key_in(data_dir: Path) -> str:
    """Django's SECRET_KEY of this installation."""
    return secret_in(data_dir, "secret_key")
