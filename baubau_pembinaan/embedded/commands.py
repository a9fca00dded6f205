"""Which management commands need servers, and the servers for their duration."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .servers import ensure

WITHOUT_DATABASE = {
    "help",
    "version",
    "--version",
    "--help",
    "collectstatic",
    "makemessages",
    "compilemessages",
    "compile_translations",
    "check_translations",
    "update_translations",
    "startapp",
    "startproject",
    "findstatic",
    "diffsettings",
}


@contextmanager
def servers_for_command(argv: list[str]) -> Iterator[None]:
    """Embedded servers while a management command runs, unless DATABASE_URL names another or it needs none."""
    command = argv[1] if len(argv) > 1 else "help"
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    if "DATABASE_URL" in os.environ or command in WITHOUT_DATABASE or not settings.endswith(".dev"):
        yield
        return
    base = Path(__file__).resolve().parent.parent.parent
    with ensure(Path(os.environ.get("DATA_DIR", base / ".data"))):
        yield
