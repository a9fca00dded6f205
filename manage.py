#!/usr/bin/env python
"""Runs a management command, on the embedded servers unless DATABASE_URL names another."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baubau_pembinaan.settings.dev")
    from django.core.management import execute_from_command_line

    from baubau_pembinaan.embedded.commands import servers_for_command
    from baubau_pembinaan.embedded.words import Failed, complain

    try:
        with servers_for_command(sys.argv):
            execute_from_command_line(sys.argv)
    except Failed as error:  # such as settings that cannot keep their secret in the data folder
        complain(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
