"""Fixtures every room shares."""

import fcntl
from pathlib import Path


def pytest_configure(config):
    """Compile catalogues that changed; parallel processes take turns."""
    from django.conf import settings

    from baubau_pembinaan.core.translations.catalogue import compile_all
    from baubau_pembinaan.core.translations.rooms import catalogues

    with (Path(settings.DATA_DIR) / "translations.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        compile_all(catalogues())
