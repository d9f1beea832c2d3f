"""Counts of searches beside each other, as anybody may read them: none from 1 to 4, and none by subtraction."""

from collections.abc import Mapping

FEWEST = 5
FEW = "4 or fewer"
WITHHELD = "withheld"


def hidden(counts: Mapping[str, int]) -> dict[str, str]:
    """The counts in words. Their sum is known: where it would tell what is hidden, the smallest of the others is too.

    “4 or fewer” stands for 0 as well as for 1 to 4 as soon as anything is hidden, so that what is left over of the sum
    tells no number apart.
    """
    few = {name for name, count in counts.items() if 0 < count < FEWEST}
    if few:
        few |= {name for name, count in counts.items() if count == 0}
    others = sorted((count, name) for name, count in counts.items() if name not in few)
    told = len(few) == 1 or sum(counts[name] for name in few) == (FEWEST - 1) * len(few)  # all of them are 4
    also = {others[0][1]} if few and told and others else set()
    return {name: FEW if name in few else WITHHELD if name in also else f"{count:,}" for name, count in counts.items()}
