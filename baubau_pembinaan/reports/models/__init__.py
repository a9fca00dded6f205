from .edition import Edition as Edition
from .indicator import Family as Family
from .indicator import Indicator as Indicator
from .indicator import IndicatorFigure as IndicatorFigure
