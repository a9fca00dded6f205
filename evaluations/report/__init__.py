"""The SKM report and the follow-up report as document trees: the same input gives the same tree."""

from .documents import follow_up_document as follow_up_document
from .documents import skm_document as skm_document
