"""Pages kept in memory: built once, whoever asks, and again when the evidence, the question or the day is another."""

import threading
import time
from datetime import date

import pytest
from pages_written import LEWISHAM, TODAY

from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.pages import kept
from commonground.report.pages.asked import Asked, Unclear
from commonground.report.pages.kept import Pages, pages_of

KNIVES = Asked(LEWISHAM, "knife_crime")


@pytest.fixture
def written(monkeypatch):
    """Every page that is built, in order."""
    built = []

    def write(build, evidence, asked, today):
        built.append((asked, today))
        return original(build, evidence, asked, today)

    original = kept.write
    monkeypatch.setattr(kept, "write", write)
    return built


def test_a_page_is_built_once(boroughs, written):
    pages = Pages(boroughs)
    first = pages.page("measure", KNIVES, TODAY)
    assert pages.page("measure", Asked(LEWISHAM, "knife_crime"), TODAY) is first
    pages.page("measure", KNIVES, date(2026, 7, 2))
    pages.page("measure", Asked(LEWISHAM, "knife_crime", view="rolling"), TODAY)
    assert len(written) == 3


def test_what_is_longest_unread_makes_room(boroughs, written):
    pages = Pages(boroughs, most=2)
    views = [Asked(LEWISHAM, "knife_crime", view=view) for view in ("month", "quarter", "rolling")]
    first, second, _ = views
    pages.page("measure", first, TODAY)
    pages.page("measure", second, TODAY)
    pages.page("measure", first, TODAY)
    pages.page("measure", views[2], TODAY)
    pages.page("measure", first, TODAY)
    assert len(written) == 3
    pages.page("measure", second, TODAY)
    assert len(written) == 4


def test_many_who_ask_at_once_have_one_page(boroughs_home, written):
    pages, together, found = pages_of(Evidence(Store(boroughs_home))), threading.Barrier(8), []

    def ask(n):
        together.wait()
        found.append((n % 2, pages.page("measure", Asked(LEWISHAM, ("knife_crime", "homicide")[n % 2]), TODAY)))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 2
    assert len({id(page) for _, page in found}) == 2
    alone = Pages(Evidence(Store(boroughs_home)))
    assert dict(found)[0] == alone.page("measure", KNIVES, TODAY)


def test_a_question_that_cannot_be_answered_is_asked_anew(boroughs, written):
    pages = Pages(boroughs)
    for _ in range(2):
        with pytest.raises(Unclear):
            pages.page("measure", Asked(LEWISHAM), TODAY)
    assert len(written) == 2
    assert pages._building == {}


def test_pages_go_with_their_evidence(boroughs_home):
    one, other = (Evidence(Store(boroughs_home)) for _ in range(2))
    assert pages_of(one) is pages_of(one)
    assert pages_of(one) is not pages_of(other)


def test_a_page_that_is_kept_takes_no_time(boroughs):
    pages = pages_of(boroughs)
    pages.page("measure", KNIVES, TODAY)
    start = time.perf_counter()
    for _ in range(100):
        pages.page("measure", KNIVES, TODAY)
    assert (time.perf_counter() - start) / 100 < 0.01
