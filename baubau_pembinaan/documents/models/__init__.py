"""Files people give and reports make, the numbers of official papers, and the runs that make reports."""

from .number import DocumentNumber as DocumentNumber
from .number import NumberSeries as NumberSeries
from .report_run import CANCELLED as CANCELLED
from .report_run import TAKEN_UP_AT_MOST as TAKEN_UP_AT_MOST
from .report_run import ReportRun as ReportRun
from .report_run import RunStatus as RunStatus
from .stored_file import StoredFile as StoredFile
