"""A report's content as a file: PDF, workbook or Word."""

from datetime import datetime

from baubau_pembinaan.documents.sniff import Kind

from .content import Content, to_document, to_workbook

FORMATS = {".pdf": Kind.PDF, ".xlsx": Kind.XLSX, ".docx": Kind.DOCX}


def file_of(content: Content, ending: str, *, at: datetime) -> bytes:
    """The bytes of the file with that ending (a key of FORMATS). PDF and Word depend on the content alone; the
    workbook also says when it was made."""
    from baubau_pembinaan.documents.render import to_docx, to_pdf

    if ending == ".xlsx":
        return to_workbook(content, printed_at=at)
    document = to_document(content)
    return to_pdf(document) if ending == ".pdf" else to_docx(document)
