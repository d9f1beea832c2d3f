"""Pages kept in memory: each is built once for the evidence, the question and the day, whoever asks for it."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date

from commonground.evidence.run import Evidence
from commonground.report.pages import boroughs, mapped, measure, overview, searched, sensitivity
from commonground.report.pages.asked import Asked
from commonground.report.pages.page import Build, Page, write

MOST = 300
"""Pages kept at once; a page with its charts is about a quarter of a megabyte."""

KINDS: Mapping[str, Build[Page]] = {
    "overview": overview.build,
    "measure": measure.build,
    "boroughs": boroughs.build,
    "sensitivity": sensitivity.build,
    "mapped": mapped.build,
    "searched": searched.build,
}


class Pages:
    """The pages of one evidence. A thread that asks for a page that another is building waits for it."""

    def __init__(self, evidence: Evidence, most: int = MOST) -> None:
        self.evidence, self.most = evidence, most
        self._kept: OrderedDict[tuple[str, Asked, date], Page] = OrderedDict()
        self._building: dict[tuple[str, Asked, date], threading.Lock] = {}
        self._alone = threading.Lock()

    def page(self, kind: str, asked: Asked, today: date) -> Page:
        """The page of this kind that answers the question."""
        key = (kind, asked, today)
        with self._alone:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            building = self._building.setdefault(key, threading.Lock())
        with building:
            with self._alone:
                if key in self._kept:
                    return self._kept[key]
            try:
                page = write(KINDS[kind], self.evidence, asked, today)
                self._keep(key, page)
            finally:
                self._building.pop(key, None)
        return page

    def _keep(self, key: tuple[str, Asked, date], page: Page) -> None:
        with self._alone:
            self._kept[key] = page
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)


def pages_of(evidence: Evidence) -> Pages:
    """The pages of this evidence, kept for as long as it is."""
    return evidence.once("pages", lambda: Pages(evidence))
