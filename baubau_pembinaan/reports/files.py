"""A report's content as a file: PDF, workbook or Word."""

from datetime import datetime

from django.utils import timezone

from baubau_pembinaan.documents.sniff import Kind

from .content import Content, to_document, to_workbook

FORMATS = {".pdf": Kind.PDF, ".xlsx": Kind.XLSX, ".docx": Kind.DOCX}


def file_of(content: Content, ending: str, *, at: datetime) -> bytes:
    """The bytes of the file with that ending (a key of FORMATS), made at `at`: PDF and Word say that day beside the
    signature and depend on nothing else, the workbook says the minute too."""
    from baubau_pembinaan.documents.render import to_docx, to_pdf

    if ending == ".xlsx":
        return to_workbook(content, printed_at=at)
    document = to_document(content, signed_on=timezone.localdate(at))
    return to_pdf(document) if ending == ".pdf" else to_docx(document)
