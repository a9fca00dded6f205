"""The books of the history itself."""

from .retention import RetentionRun as RetentionRun
