"""Near repeats: pairs of events closer in place and in time than chance would bring them (Knox's test)."""

from commonground.methods.near_repeat.bands import Bands, bands, calculator_breaks, calculator_labels
from commonground.methods.near_repeat.knox import NearRepeat, Pairs, knox, near_pairs

__all__ = ["Bands", "NearRepeat", "Pairs", "bands", "calculator_breaks", "calculator_labels", "knox", "near_pairs"]
