"""Every number can be worked out again, from the editions it was made from and no other."""

from pathlib import Path

import pytest
from invented_editions import month, put, row
from test_comparison import figures

from commonground.evidence import comparison, periods, recipes
from commonground.evidence.figure import Figure
from commonground.evidence.finding import Area
from commonground.evidence.measure import measures
from commonground.evidence.periods import parse
from commonground.evidence.reading import Untraceable
from commonground.evidence.run import Evidence
from commonground.evidence.sensitivity import sensitivity
from commonground.evidence.series import series
from commonground.evidence.spread import funnel
from commonground.evidence.store import Store

VIOLENCE = measures()["violence_against_the_person"]
SUMMER = parse("2018-04..2018-09")
BARNET = Area("E09000003", "Barnet", "local_authority")


def again(figures: list[Figure], evidence: Evidence) -> list[object]:
    return [recipes.recompute(f, evidence) for f in figures]


@pytest.mark.parametrize("rule", periods.AGAINST)
@pytest.mark.parametrize("key", ["violence_against_the_person", "homicide", "knife_crime"])
def test_every_figure_of_a_finding_can_be_worked_out_again(boroughs: Evidence, key: str, rule: str) -> None:
    period = parse("2023-06..2023-11")
    found = comparison.compare(
        boroughs, measures()[key], boroughs.area("Lewisham"), period, periods.AGAINST[rule](period),
        among="london-boroughs",
    )  # fmt: skip
    known = [f for f in figures(found) if not f.withheld]
    assert again(known, boroughs) == [f.value for f in known]
    assert all(set(f.editions) <= {e.id for e in boroughs.editions} for f in known)


def test_series_and_funnel_too(boroughs: Evidence) -> None:
    points = series(boroughs, VIOLENCE, boroughs.area("Lewisham"), "financial year")
    assert points is not None
    assert [p.period.name for p in points.points][:2] == ["2010/11", "2011/12"]
    shown = [p.figure for p in points.points]
    assert again(shown, boroughs) == [f.value for f in shown]
    spread = funnel(boroughs, VIOLENCE, parse("2018/19"))
    assert spread is not None
    rates = [p.rate for p in spread.places]
    assert again(rates, boroughs) == pytest.approx([f.value for f in rates])
    said = [f for f in spread.statement if isinstance(f, Figure)]
    assert again(said, boroughs) == [f.value for f in said]
    assert [p.area.name for p in spread.outside] == ["Westminster"]


def test_and_what_is_said_of_neighbouring_windows(boroughs: Evidence) -> None:
    found = sensitivity(
        boroughs, VIOLENCE, boroughs.area("Lewisham"), SUMMER, periods.same_period_last_year(SUMMER)
    )
    said = [f for f in found.statement if isinstance(f, Figure)]
    assert again(said, boroughs) == [f.value for f in said]


def test_a_series_does_not_show_small_numbers(boroughs: Evidence) -> None:
    months = series(boroughs, measures()["homicide"], boroughs.area("Lewisham"))
    assert months is not None and months.withheld > 0
    assert not [p for p in months.points if p.figure.value in (1, 2, 3, 4)]
    assert {p.figure.shown for p in months.points if p.figure.withheld} == {"1 to 4"}


def store_of(tmp_path: Path, *counts: tuple[str, int]) -> Store:
    store = Store(tmp_path)
    for published, count in counts:
        put(store, [row(BARNET.code, month(2020, 5), count, major="Violence Against the Person", minor="x")],
            published=published)  # fmt: skip
    return store


def test_a_later_edition_does_not_change_an_earlier_figure(tmp_path: Path) -> None:
    store = store_of(tmp_path, ("2020-07", 50))
    may = parse("2020-05")
    points = series(Evidence(store), VIOLENCE, BARNET)
    assert points is not None
    figure = points.points[0].figure
    store_of(tmp_path, ("2021-07", 60))
    evidence = Evidence(store)
    assert recipes.recompute(figure, evidence) == 50
    revised = series(evidence, VIOLENCE, BARNET, first=may, last=may)
    assert revised is not None and revised.points[0].figure.value == 60


def test_a_figure_whose_edition_is_gone_says_so(tmp_path: Path) -> None:
    store = store_of(tmp_path, ("2020-07", 50))
    points = series(Evidence(store), VIOLENCE, BARNET)
    assert points is not None
    figure = points.points[0].figure
    store.forget(figure.editions[0])
    with pytest.raises(Untraceable, match="is not in the store"):
        recipes.recompute(figure, Evidence(store))


def test_a_figure_of_an_unknown_recipe_says_so(boroughs: Evidence) -> None:
    with pytest.raises(Untraceable, match="no recipe called"):
        recipes.recompute(Figure(1, "1", "guess", (), ()), boroughs)


def test_agreeing_is_about_the_value() -> None:
    seven = recipes.made("count", 7, ("e",))
    assert recipes.agrees(seven, 7) and not recipes.agrees(seven, 8) and not recipes.agrees(seven, None)
    withheld = recipes.made("count", None, ("e",), "small number", "1 to 4")
    assert recipes.agrees(withheld, None) and recipes.agrees(withheld, 3)


@pytest.mark.parametrize("name", sorted(recipes.RECIPES))
def test_every_recipe_says_what_it_gives(name: str) -> None:
    assert recipes.RECIPES[name].about.endswith((".", ";")) and len(recipes.RECIPES[name].about) > 10


def test_a_recipe_gives_no_small_number(tmp_path: Path) -> None:
    store = store_of(tmp_path, ("2020-07", 3))
    (edition,) = store.editions()
    figure = recipes.figure(
        Evidence(store), "count", [edition.id], measure=VIOLENCE.key, area=BARNET.code, area_type=BARNET.type,
        period="2020-05", source="mps_borough", classification="home-office-2024",
    )  # fmt: skip
    assert figure.value is None
