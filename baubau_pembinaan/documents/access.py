"""Who may read a stored file: whoever put it there, administrators, and whom the owning app lets in.

An app on a higher floor says so once, in its AppConfig.ready(): `access.let_in("training", may_see_certificate_file)`.
"""

from collections.abc import Callable

from django.apps import AppConfig, apps

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.accounts.rules import is_administrator

from .models import StoredFile

Reader = Callable[[User, StoredFile], bool]
_readers: dict[str, Reader] = {}
_alone: set[str] = set()


def let_in(app: str, reader: Reader, *, alone: bool = False) -> None:
    """From now on `reader(user, stored)` also decides about the files of this app; `alone`: nobody else gets in
    without it, neither administrators nor whoever put the file there (what people write about one another)."""
    _readers[app] = reader
    if alone:
        _alone.add(app)


def room_of(app: str) -> AppConfig | None:
    """The part of the system that answers for files kept under this word ("repair-photo")."""
    reader = _readers.get(app)
    return apps.get_containing_app_config(reader.__module__) if reader else None


def may_read(user: User, stored: StoredFile) -> bool:
    if stored.app in _alone:
        return _readers[stored.app](user, stored)
    if stored.uploaded_by_id is not None and stored.uploaded_by_id == user.pk:
        return True
    reader = _readers.get(stored.app)
    return bool(is_administrator(user) or (reader and reader(user, stored)))
