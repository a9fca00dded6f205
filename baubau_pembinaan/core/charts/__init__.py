"""Charts drawn on the server: the same SVG on the page, in the PDF and without JavaScript.

Each function answers a `Chart`: safe SVG text that also carries `.title`, `.headers` and `.rows`, the same figures as
a table; show both with `{% include "components/chart.html" with chart=chart only %}`.
"""

from .bars import bar_chart as bar_chart
from .bars import stacked_bar_chart as stacked_bar_chart
from .lines import line_chart as line_chart
from .radar import radar_chart as radar_chart
from .svg import Chart as Chart
from .tiles import Tile as Tile
from .tiles import tile_map as tile_map
