"""Alarms: which of many series stand higher, now, than their own past led one to expect?

Made for public health, where hundreds of infections are watched each week, and used here for counts of offences or of
people harmed by area and month. An alarm is a reason to ask, never an answer: it does not say why a count is high.

``farrington_flexible`` is the one to start with. It compares with the same season of years past, allows for a trend,
and trusts earlier peaks less. The others need less of the past (``ears_c1``, ``ears_c2``, ``ears_c3``), add small
excesses up (``cusum``), or are what an earlier report used (``farrington_1996``, ``bayes``, ``rki``). All take many
series at once. ``first_look`` allows for how many were looked at and lists what to look at first, and why.
"""

from commonground.methods.alarms.cumulative import cusum
from commonground.methods.alarms.farrington import farrington_1996, farrington_flexible
from commonground.methods.alarms.first_look import FirstLook, false_discovery_rates, first_look
from commonground.methods.alarms.found import Alarms, Fitted
from commonground.methods.alarms.recent import ears_c1, ears_c2, ears_c3
from commonground.methods.alarms.same_season import bayes, rki

__all__ = [
    "Alarms", "FirstLook", "Fitted", "bayes", "cusum", "ears_c1", "ears_c2", "ears_c3", "false_discovery_rates",
    "farrington_1996", "farrington_flexible", "first_look", "rki",
]  # fmt: skip
