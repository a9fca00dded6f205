"""Patron surveys: instruments, surveys with periods, answers, their summary."""

from .answer import Answer as Answer
from .answer import AnswerFields as AnswerFields
from .answer import ExtraAnswer as ExtraAnswer
from .answer import SubmissionKey as SubmissionKey
from .comment import Comment as Comment
from .comment import CommentHandling as CommentHandling
from .followup import FollowUp as FollowUp
from .followup import Publication as Publication
from .followup import UnsurCompetence as UnsurCompetence
from .formula import SkmFormula as SkmFormula
from .held import HeldAnswer as HeldAnswer
from .held import HeldBatch as HeldBatch
from .imports import AnswerImport as AnswerImport
from .instrument import DemographicOption as DemographicOption
from .instrument import Instrument as Instrument
from .instrument import InstrumentVersion as InstrumentVersion
from .instrument import Question as Question
from .paper import PaperBatch as PaperBatch
from .summary import Summary as Summary
from .summary import SummaryState as SummaryState
from .survey import ExpectedShare as ExpectedShare
from .survey import FrozenResult as FrozenResult
from .survey import LateAnswers as LateAnswers
from .survey import Period as Period
from .survey import Survey as Survey
