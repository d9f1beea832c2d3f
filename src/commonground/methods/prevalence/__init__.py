"""Prevalence: how many people are harmed, or at risk, whom no agency has on a list?

Multiple systems estimation reads the overlaps of several lists. The answer hangs on how the lists are taken to depend
on each other, which the lists cannot prove: so every answer here is a range over models, of an area as a whole, and
where the lists cannot carry one it is refused. It says nothing of any person.
"""

from commonground.methods.prevalence.answers import CRITICS, Approach, Prevalence, estimate
from commonground.methods.prevalence.chapman import TwoLists, two_lists
from commonground.methods.prevalence.closed import Closed, closed_models, profile_limits
from commonground.methods.prevalence.graphical import Averaged, decomposable
from commonground.methods.prevalence.histories import MOST_LISTS, capture_table
from commonground.methods.prevalence.linkages import OverLinkages, over_linkages
from commonground.methods.prevalence.models import Models, all_models
from commonground.methods.prevalence.resampling import Resampled, resampled
from commonground.methods.prevalence.selection import Selected, by_wald, independent, stepwise

__all__ = [
    "CRITICS",
    "MOST_LISTS",
    "Approach",
    "Averaged",
    "Closed",
    "Models",
    "OverLinkages",
    "Prevalence",
    "Resampled",
    "Selected",
    "TwoLists",
    "all_models",
    "by_wald",
    "capture_table",
    "closed_models",
    "decomposable",
    "estimate",
    "independent",
    "over_linkages",
    "profile_limits",
    "resampled",
    "stepwise",
    "two_lists",
]
