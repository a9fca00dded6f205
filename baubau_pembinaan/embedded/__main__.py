"""`python -m baubau_pembinaan.embedded serve|backup|restore|reset` (the Makefile's hands)."""

import argparse
import os
import sys
from pathlib import Path

from . import network
from .postgres import refused
from .servers import default_data_dir, keep
from .words import Failed, complain


def main() -> int:
    command, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("--help", [])
    if command == "keep":
        return _keep(rest)
    if command == "tether":
        from .tether import tether

        return tether(Path(rest[0]), rest[1:])
    if command == "answers":  # the container's health check: answers PORT
        return 0 if network.answers("127.0.0.1", int(rest[0])) else 1
    try:
        return _for_people()
    except Failed as error:
        complain(error)
    except OSError as error:
        complain(refused(error))
    except KeyboardInterrupt:
        print("\n• Dibatalkan (cancelled).")
        return 130
    return 1


def _keep(rest: list[str]) -> int:
    if os.fork():
        return 0  # the caller does not wait for the keeper
    os.setsid()
    keep(Path(rest[0]), throwaway="--throwaway" in rest)
    return 0


def _for_people() -> int:
    parser = argparse.ArgumentParser(prog="python -m baubau_pembinaan.embedded")
    parser.add_argument("--data-dir", type=Path, default=default_data_dir(), help="default: DATA_DIR or .data")
    deeds = parser.add_subparsers(dest="deed", required=True)
    serving = deeds.add_parser("serve", help="run everything until Ctrl-C")
    serving.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    serving.add_argument("--port", default=os.environ.get("PORT") or "8000")
    serving.add_argument("--no-demo", action="store_true", default=os.environ.get("DEMO") == "0")
    saving = deeds.add_parser("backup", help="database, uploaded files and the secret key into one file")
    saving.add_argument("file", type=Path, nargs="?")
    bringing = deeds.add_parser("restore", help="bring back a backup, checked before it replaces anything")
    bringing.add_argument("file", type=Path)
    clearing = deeds.add_parser("reset", help="forget all data and start over")
    for asking in (bringing, clearing):
        asking.add_argument("--yes", action="store_true", default=os.environ.get("YES") == "1")
    said = parser.parse_args()
    data_dir = said.data_dir.absolute()
    os.environ["DATA_DIR"] = str(data_dir)

    if said.deed == "serve":
        from .serve import Site, serve

        return serve(data_dir, Site(said.host, network.port_of(said.port)), demo=not said.no_demo)
    from baubau_pembinaan.embedded import backup

    if said.deed == "backup":
        backup.save(data_dir, said.file)
    elif said.deed == "restore":
        backup.restore(data_dir, said.file, yes=said.yes)
    else:
        backup.reset(data_dir, yes=said.yes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
