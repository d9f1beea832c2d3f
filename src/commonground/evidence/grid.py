"""A grid: one measure in every area and period, counted already, so that any sum is a look-up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonground.evidence.choice import UNKNOWN, Span, Tally

COUNT, OF, WITHHELD, KNOWN, ABSENT = range(5)
EPOCH = date(1970, 1, 1)


class Grid:
    """Cells by area and period, of one class of a breakdown or of all.

    Each holds the count, what it is a share of, how many numbers are withheld, whether any is known, and
    whether there is none where that does not mean nought.
    """

    def __init__(
        self, counted: pa.Table, n: int, spans: Sequence[Span], where: Mapping[str, str], nought: bool
    ) -> None:
        """From what ``observe.together`` counted: an area with a row of whatever class is one reported on."""
        areas = pc.unique(counted["area_code"]).drop_null()
        self.rows = {code: row for row, code in enumerate(areas.to_pylist())}
        self.columns = {span: column for column, span in enumerate(spans)}
        self.share = f"of {n}" in counted.column_names
        for name, value in where.items():
            written = pc.utf8_lower(counted[name].cast(pa.string())).fill_null("none")
            counted = counted.filter(pc.equal(written, value.lower()))
        count, withheld = counted[f"count {n}"], _numbers(counted[f"withheld {n}"])
        known = pc.is_valid(count).to_numpy()
        of = _numbers(counted[f"of {n}"]) if self.share else withheld * 0
        place = (_numbers(pc.index_in(counted["area_code"], areas), -1), _positions(counted, spans))
        there = (place[0] >= 0) & (place[1] >= 0) & (known | (withheld > 0))
        at = tuple(along[there] for along in place)
        self.cells = np.zeros((len(self.rows), len(spans), 5), _numbers(count).dtype)
        for layer, found in ((COUNT, _numbers(count)), (OF, of), (WITHHELD, withheld), (KNOWN, known)):
            np.add.at(self.cells[..., layer], at, found[there])
        unseen = np.ones(self.cells.shape[:2], bool)
        unseen[at] = False
        self.cells[unseen, KNOWN if nought else ABSENT] = 1

    def tallies(self, codes: Iterable[str], spans: Sequence[Span], complete: bool) -> dict[str, Tally]:
        """The sum over the periods in each area; not ``complete`` where the source or the publisher lacks some.
        """
        found = dict.fromkeys(codes, UNKNOWN)
        here = [code for code in found if code in self.rows]
        rows, columns = [self.rows[code] for code in here], [self.columns[span] for span in spans]
        sums = self.cells[np.array(rows, int)[:, None], columns].sum(axis=1).tolist()
        for code, (count, of, withheld, known, absent) in zip(here, sums, strict=True):
            if not known and not absent:
                found[code] = Tally(None, int(withheld), False)
            elif not absent:
                whole = complete and not withheld
                found[code] = Tally(count, int(withheld), whole, of if self.share else None)
        return found


def _numbers(column: pa.ChunkedArray, empty: int = 0) -> np.ndarray:
    return column.fill_null(empty).to_numpy()


def _positions(counted: pa.Table, spans: Sequence[Span]) -> np.ndarray:
    """Which of the periods, in their order, each row is about; -1 for none of them."""
    first, last = (counted[name].cast(pa.int32()).to_numpy().astype(np.int64) for name in ("start", "end"))
    keys = np.array([((a - EPOCH).days << 32) + (b - EPOCH).days for a, b in spans], np.int64)
    wanted = (first << 32) + last
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)
