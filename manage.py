#!/usr/bin/env python
"""Runs a management command, on the embedded servers unless DATABASE_URL names another."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baubau_pembinaan.settings.dev")
    from django.core.management import execute_from_command_line

    from baubau_pembinaan.embedded.commands import servers_for_command

    with servers_for_command(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
