"""What the launcher says: Indonesian first, English beside it. No gettext: Django may not even be installed."""

import sys


class Failed(RuntimeError):
    """Something the person at the keyboard can mend; says in plain words what to do."""

    def __init__(self, indonesian: str, english: str, details: str = ""):
        super().__init__(f"{indonesian}\n{english}" + (f"\n\n{details.strip()}" if details.strip() else ""))


def say(indonesian: str, english: str) -> None:
    """One line of progress."""
    print(f"• {indonesian} ({english}) …", flush=True)


def complain(error: Failed) -> None:
    """The whole failure on standard error, ready to be read."""
    print(f"\n✗ {error}\n", file=sys.stderr, flush=True)
