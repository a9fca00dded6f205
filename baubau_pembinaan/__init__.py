"""Pembinaan Pustakawan: a public library's librarian development programme."""

__version__ = "0.1.0"
