"""Stop and search: are groups searched alike, on the same grounds, and as often found to carry something?

No single number answers that. Rates per resident say who is searched beside who lives there; find rates and the
outcome test say what came of it; the threshold test says how much suspicion seems to have been enough; the veil of
darkness says whether who is stopped changes when faces cannot be seen. Each has its own blind spot, said with it.
"""

from commonground.methods.disparity.darkness import Darkness, veil_of_darkness
from commonground.methods.disparity.searches import CAUTION, Disparity, disparity
from commonground.methods.disparity.threshold import Thresholds, threshold_test
from commonground.methods.disparity.twilight import Twilight, twilight

__all__ = [
    "CAUTION", "Darkness", "Disparity", "Thresholds", "Twilight", "disparity", "threshold_test", "twilight",
    "veil_of_darkness",
]  # fmt: skip
