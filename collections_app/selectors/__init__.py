"""What pages and reports read of the collection."""

from . import catalogue as catalogue
