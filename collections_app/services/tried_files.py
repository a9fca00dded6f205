"""A catalogue file that was tried out waits here, so that the second press takes in exactly that file."""

import io
from typing import IO, Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin.spreadsheets import PrivateStorage

KEPT_SECONDS = 60 * 60  # as long as PrivateStorage keeps it
_SALT = "collections_app.tried-file"


class TriedTooLongAgo(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The preview is too old; choose the file again."))


def keep(file: IO[bytes], *, by: Any) -> str:
    """Keep the file for an hour; what `kept` finds it by, for nobody else."""
    file.seek(0)
    storage = PrivateStorage()
    storage.save(file.read())
    return signing.dumps([by.pk, storage.name], salt=_SALT)


def kept(token: str, *, by: Any) -> IO[bytes]:
    """The file that was tried. Raises TriedTooLongAgo, also for another person's."""
    try:
        owner, name = signing.loads(token, salt=_SALT, max_age=KEPT_SECONDS)
        if owner != by.pk:
            raise TriedTooLongAgo
        return io.BytesIO(PrivateStorage(name=name).read())
    except (signing.BadSignature, FileNotFoundError) as error:
        raise TriedTooLongAgo from error
