"""Linkage: partner lists of people turned into the one table that says how many are on which of them.

    words = [forms.words(record) for record in rows]     # forename, surname, dob, postcode, sex
    words = fingerprints(rows, key)                      # or keyed hashes of the same, made where the list is kept
    linked = link({"police": words, "hospital": others}, np.random.default_rng(1), ["police", "hospital"])
    print(linked)                                        # how many people, how good the links are
    linked.draws                                         # capture tables over the doubt about the links

Needs the optional package Splink (``commonground[linkage]``), which is imported when it is asked for.
"""

from commonground.evidence.linkage.fingerprint import PoorKey, fingerprints
from commonground.evidence.linkage.linking import Linkage, link
from commonground.evidence.linkage.model import CannotLink
from commonground.evidence.linkage.presets import PRESETS, Preset

__all__ = ["PRESETS", "CannotLink", "Linkage", "PoorKey", "Preset", "fingerprints", "link"]
