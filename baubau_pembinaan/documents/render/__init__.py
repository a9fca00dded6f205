"""One document tree, four papers: PDF, PNG, Word and the print view. Engines load on first use (81 MB of typst)."""

from django.utils.translation import override

from baubau_pembinaan.documents.tree import Document


def to_pdf(document: Document) -> bytes:
    """A tagged PDF (PDF/UA-1 wherever the fonts can show every sign); the same document gives the same bytes."""
    from .typeset import document_pdf

    with override(document.language):
        return document_pdf(document)


def to_png(document: Document, *, ppi: int = 110) -> list[bytes]:
    """One PNG for each page."""
    from .typeset import document_png

    with override(document.language):
        return document_png(document, ppi=ppi)


def to_docx(document: Document) -> bytes:
    """A Word file with real styles, tables and pictures, for offices that edit; same bytes for the same document."""
    from .word import document_docx

    with override(document.language):
        return document_docx(document)


def to_html(document: Document) -> str:
    """A whole page for the browser's own print; nothing inline, so it stands under the strict CSP."""
    from .web import document_html

    with override(document.language):
        return document_html(document)
