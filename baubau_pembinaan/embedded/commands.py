"""Which management commands need servers, and the servers for their duration."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from .prepare import prepare_tables
from .servers import Servers, default_data_dir, ensure

WITHOUT_DATABASE = {
    "help", "version", "--version", "--help", "-h", "check", "collectstatic", "findstatic", "diffsettings", "startapp",
    "startproject", "makemessages", "compilemessages", "update_translations", "compile_translations",
    "check_translations",
}  # fmt: skip

WITHOUT_TABLES = {
    "createcachetable", "dbshell", "flush", "inspectdb", "makemigrations", "migrate", "optimizemigration", "shell",
    "showmigrations", "sqlflush", "sqlmigrate", "squashmigrations", "test", "testserver",
}  # fmt: skip


@contextmanager
def servers_for_command(argv: list[str]) -> Iterator[Servers | None]:
    """Embedded servers while a management command runs, where the newcomer's settings hold and it needs them; a
    database of our own that nobody has served yet gets its tables first.

    Raises Failed when they cannot be had.
    """
    command = argv[1] if len(argv) > 1 else "help"
    needless = command in WITHOUT_DATABASE and "--database" not in argv
    if needless or not os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".dev"):
        yield None
        return
    data_dir = default_data_dir()
    address = data_dir / "serve.address"
    if not os.environ.get("SITE_URL") and address.exists():
        os.environ["SITE_URL"] = address.read_text().strip()  # links in files lead where the site was last served
    is_ours = not os.environ.get("DATABASE_URL")
    servers = ensure(data_dir)
    try:
        if is_ours and command not in WITHOUT_TABLES:
            prepare_tables(data_dir)
        yield servers
    finally:
        servers.release()
