from .definition import Definition as Definition
from .definition import Issue as Issue
from .edition import Edition as Edition
from .indicator import Family as Family
from .indicator import Indicator as Indicator
from .indicator import IndicatorFigure as IndicatorFigure
