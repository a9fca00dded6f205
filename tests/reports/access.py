"""Who gets in at these doors."""

from baubau_pembinaan.reports.models import Indicator, IndicatorFigure
from tests.factories.reports import make_figure, make_indicator

DOORS = {}
ADMIN_OBJECTS = {Indicator: make_indicator, IndicatorFigure: make_figure}
