"""Charts as blocks: from plain numbers to a specification, its table and its text alternative.

Every chart is drawn for a page and for a phone, has counts from nought, says its data in words, and never
tells by colour alone. A withheld number is a gap with a mark.
"""

from commonground.report.charts.comparison import Limits, funnel, ranking
from commonground.report.charts.distribution import breakdown, concentration, heat_map
from commonground.report.charts.look import undrawn
from commonground.report.charts.series import Band, Break, monthly, quarterly, small_multiples
from commonground.report.charts.usual import USUAL, Usual, columns_of
from commonground.report.charts.values import WITHHELD, Value, cell

__all__ = [
    "USUAL", "WITHHELD", "Band", "Break", "Limits", "Usual", "Value", "breakdown", "cell", "columns_of",
    "concentration", "funnel", "heat_map", "monthly", "quarterly", "ranking", "small_multiples", "undrawn",
]  # fmt: skip
