"""Signed papers kept as PDF or picture: a newer one takes the older's place, whose file goes."""

from datetime import datetime
from typing import Any

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.services import discard_file, store_upload
from baubau_pembinaan.documents.sniff import Kind
from collections_app.models import Gift, SelectionSheet


def store_paper(*, upload: Any, name: str, by: Any, at: datetime) -> StoredFile:
    """Raises FileRefused."""
    kinds = (Kind.PDF, Kind.JPG, Kind.PNG)
    return store_upload(upload=upload, name=name, app="collection-paper", by=by, at=at, allowed=kinds)


def keep_scan(paper: SelectionSheet | Gift, stored: StoredFile, *, by: Any, reason: str) -> None:
    """Put the file in its place on a row that is locked."""
    replaced, paper.scan = paper.scan, stored
    with acting(by, reason):
        paper.save()
    if replaced is not None:
        discard_file(stored=replaced)
