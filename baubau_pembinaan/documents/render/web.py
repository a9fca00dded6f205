"""The print view: the same paper as a page of HTML. Pictures are data: URLs, which the CSP allows; nothing else."""

from base64 import b64encode
from typing import Any

from django.template.loader import render_to_string

from baubau_pembinaan.documents import tree

from .pictures import picture_kind, printable

_MIME = {"png": "image/png", "jpg": "image/jpeg"}


def _data_url(content: bytes) -> str:
    kind = picture_kind(content)
    return f"data:{_MIME[kind]};base64,{b64encode(content).decode()}" if kind in _MIME else ""


def _block(block: tree.Block) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": type(block).__name__, "it": block}
    if isinstance(block, tree.Heading):
        # The title is the page's h1.
        shown["tag"] = f"h{min(block.level, 3) + 1}"
    elif isinstance(block, tree.Table):
        shown |= _table(block)
    elif isinstance(block, tree.Chart):
        shown |= {"figures": _table(block.figures) if block.with_table else None}
    elif isinstance(block, tree.Picture):
        shown["src"] = _data_url(printable(block.data))
    elif isinstance(block, tree.Signature):
        shown["signers"] = list(reversed(block.signers[:2])) + list(block.signers[2:])
        shown["src"] = _data_url(printable(block.beside.data)) if block.beside else ""
    return shown


def _table(table: tree.Table) -> dict[str, Any]:
    align = [table.align_of(index) for index in range(len(table.headers))]
    return {
        "table": {
            "caption": table.caption,
            "headers": list(zip(table.headers, align, strict=True)),
            "rows": [
                {"cells": list(zip(row, align, strict=True)), "is_red": number in table.red}
                for number, row in enumerate(table.rows)
            ],
            "total": list(zip(table.total, align, strict=True)) if table.total else [],
        }
    }


def document_html(document: tree.Document) -> str:
    head = document.letterhead
    return render_to_string(
        "documents/print.html",
        {
            "document": document,
            "blocks": [_block(block) for block in document.blocks],
            "emblem": _data_url(printable(head.emblem)) if head and head.emblem else "",
        },
    )
