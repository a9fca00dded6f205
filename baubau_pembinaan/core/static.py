"""Addresses of style sheets, icons and scripts: hashed at collecting, looked up once per process."""

from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberingStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage; a page asks it for some sixty addresses, and the manifest is fixed while it runs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force or settings.DEBUG or len(self._addresses) > 2000:
            return super().url(name, force)
        known = self._addresses.get(name)
        if known is None:
            known = self._addresses[name] = super().url(name)
        return known

    def save_manifest(self) -> None:
        super().save_manifest()
        self._addresses.clear()
