"""The guard: what a careful reader of a whole report could work out, planted here and looked for."""

from datetime import date

import pytest
from invented_editions import month, put, row

from commonground.evidence.areas import london_boroughs
from commonground.evidence.disclosure import NotGuarded
from commonground.evidence.measure import measures
from commonground.evidence.periods import Period, starting
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.desk import Desk
from commonground.report.guard import NOT_A_BREAKDOWN, Guard

LEWISHAM = "E09000023"
VIOLENCE = {"major": "Violence Against the Person"}
INJURY, NO_INJURY = (
    VIOLENCE | {"minor": "Violence with Injury"},
    VIOLENCE | {"minor": "Violence without Injury"},
)
YEAR = [month(2018, n) for n in range(4, 13)] + [month(2019, n) for n in range(1, 4)]
WHOLE = starting(2018, 4, 12)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def desk(store, area=LEWISHAM):
    evidence = Evidence(store)
    return Desk(evidence, evidence.area(area), date(2026, 5, 1), {}, Guard(evidence))


def shown(at, ask):
    """What ``ask`` lays out once all of it has been gathered and guarded."""
    ask(at)
    at.guard.close()
    return ask(at)


def values(figures):
    return [None if figure is None else figure.value for figure in figures]


def exact(guard):
    return [found for found in guard.protection.audit() if found.is_exact]


def test_a_month_is_not_had_from_the_year_less_the_other_months(store):
    put(
        store,
        [row(LEWISHAM, span, 3 if span is YEAR[4] else 50 + i, **INJURY) for i, span in enumerate(YEAR)],
    )

    def ask(at):
        months = at.counts("violence_with_injury", [Period(*span) for span in YEAR])
        (year,) = at.counts("violence_with_injury", [WHOLE])
        return [*months, year]

    at = desk(store)
    found = shown(at, ask)
    assert found[4].shown == "1 to 4"
    assert values(found).count(None) >= 2
    assert exact(at.guard) == []
    assert [f.value for f in ask(desk(store))].count(None) == 1  # as it would be if each stood alone


def test_a_month_is_not_had_from_two_rolling_averages(store):
    spans = [*YEAR, month(2019, 4)]
    put(store, [row(LEWISHAM, span, 3 if i == 12 else 40 + i, **INJURY) for i, span in enumerate(spans)])

    def ask(at):
        months = [Period(*span) for span in spans]
        averages = [tuple(months[:12]), tuple(months[1:])]
        return [*at.counts("violence_with_injury", averages), *at.counts("violence_with_injury", months[:2])]

    at = desk(store)
    first, second, april, _ = shown(at, ask)
    # The second average, less the first, gives the new month from the one that fell out.
    assert first.value is None or second.value is None or april.value is None
    assert second.value is None
    assert exact(at.guard) == []


def test_a_part_of_a_measure_is_not_had_from_the_whole(store):
    parts = ((VIOLENCE | {"minor": "Homicide"}, 2), (INJURY, 90), (NO_INJURY, 140))
    put(store, [row(LEWISHAM, YEAR[0], n, **kind) for kind, n in parts])
    april = [Period(*YEAR[0])]

    def ask(at):
        keys = ("violence_against_the_person", "violence_with_injury", "violence_without_injury")
        return [at.counts(key, april)[0] for key in keys]

    at = desk(store)
    found = shown(at, ask)
    assert None in values(found)
    assert exact(at.guard) == []


def test_a_part_that_no_table_shows_by_the_month_is_not_had_by_the_month(store):
    """Homicide is given by the year; its months follow where the other parts make up the whole but for it."""
    rows = []
    for i, span in enumerate(YEAR):
        rows += [row(LEWISHAM, span, n, **kind) for kind, n in (
            (VIOLENCE | {"minor": "Homicide"}, 1 if i < 6 else 0), (INJURY, 90 + i), (NO_INJURY, 140 - i))]  # fmt: skip
    put(store, rows)
    keys = ("violence_against_the_person", "violence_with_injury", "violence_without_injury")
    spans = [Period(*span) for span in YEAR]

    def ask(at):
        of_months = [at.counts(key, spans) for key in keys]
        return of_months, [at.counts(key, [WHOLE])[0] for key in (*keys, "homicide")]

    at = desk(store)
    of_months, of_year = shown(at, ask)
    assert of_year[3].value == 6
    whole, injury, no_injury = map(values, of_months)
    for i in range(6):
        assert None in (whole[i], injury[i], no_injury[i]), YEAR[i]


def test_a_borough_is_not_had_from_all_of_them_less_the_others(store):
    areas = london_boroughs()
    put(store, [row(a.code, YEAR[0], 3 if a.code == LEWISHAM else 30, **INJURY) for a in areas])
    april = Period(*YEAR[0])

    def ask(at):
        choice = at.choice("violence_with_injury", april)
        way = {"measure": "violence_with_injury", "area_type": "local_authority", "period": "2018-04..2018-04",
               "source": "mps_borough", "classification": choice.classification}  # fmt: skip
        used = [e.id for e in choice.editions]
        all_of_them = at.figure("sum_of_areas", used, group="london-boroughs", **way)
        return [all_of_them, *(at.figure("count", used, area=a.code, **way) for a in areas)]

    at = desk(store)
    found = shown(at, ask)
    assert values(found).count(None) >= 2
    assert exact(at.guard) == []


def test_a_ward_is_not_had_from_its_borough_though_they_stand_in_different_sources(store):
    wards = {"E05013731": 60, "E05013732": 70, "E05013733": 3}
    put(store, [row(LEWISHAM, YEAR[0], sum(wards.values()), **INJURY)])
    of_wards = [row(code, YEAR[0], n, **INJURY) | {"area_type": "ward"} for code, n in wards.items()]
    put(store, of_wards, source="mps_ward")
    april = Period(*YEAR[0])

    def ask(at):
        from commonground.evidence.finding import Area

        at.guard.make_up(LEWISHAM, tuple(wards))
        inside = [Area(code, code, "ward") for code in wards]
        return [*at.counts("violence_with_injury", [april]),
                *(at.counts("violence_with_injury", [april], area=area)[0] for area in inside)]  # fmt: skip

    at = desk(store)
    found = shown(at, ask)
    assert found[-1].shown == "1 to 4"
    assert values(found).count(None) == 2
    assert exact(at.guard) == []


def test_an_area_is_guarded_in_every_way_it_is_divided(store):
    """The second division of a borough does not take the place of the first."""
    guard = Guard(Evidence(store))
    guard.make_up(LEWISHAM, ("E05013731", "E05013732"))
    guard.make_up(LEWISHAM, ("E01003189", "E01003190"))
    guard.make_up(LEWISHAM, ("E01003189", "E01003190"))
    assert list(guard.places) == [
        (LEWISHAM, ("E05013731", "E05013732")), (LEWISHAM, ("E01003189", "E01003190")),
    ]  # fmt: skip


def test_a_class_is_not_had_from_the_total_and_the_other_classes(store):
    rows = [row(LEWISHAM, YEAR[0], n, sex=sex, domestic="no", method="Knife or Sharp Implement", age_group=age)
            for sex, age, n in (("Female", "0 to 12", 3), ("Male", "13 to 19", 60))]  # fmt: skip
    put(store, rows, source="mps_homicide_victims", classification=None)
    april = [Period(*YEAR[0])]

    def ask(at):
        total = at.counts("homicide_victims", april)
        return total + [f for sex in ("Female", "Male") for f in at.counts("homicide_victims", april, sex=sex)]

    at = desk(store)
    found = shown(at, ask)
    assert found[1].shown == "1 to 4"
    assert values(found).count(None) == 2
    assert exact(at.guard) == []


def test_figures_that_are_worked_out_of_a_withheld_count_are_withheld(store):
    before = [month(2017, n) for n in range(4, 13)] + [month(2018, n) for n in range(1, 4)]
    put(
        store,
        [row(LEWISHAM, span, n, **INJURY) for span, n in [*((s, 60) for s in before), *((s, 30) for s in YEAR)]],
    )
    put(store, [row(LEWISHAM, YEAR[0], 2, **INJURY)], published="2026-05", periods=[YEAR[0]])
    april, lasts = Period(*YEAR[0]), Period(*before[0])
    at = desk(store)

    def ask(at):
        return at.finding("violence_with_injury", april)

    found = shown(at, ask)
    assert (found.count.shown, found.baseline_count.value) == ("1 to 4", 60)
    numbers = (found.change, found.change_percent, found.lower_percent, found.upper_percent)
    assert [figure.value for figure in numbers] == [None] * 4
    assert (found.verdict, found.p_value) == ("cannot be compared", None)
    assert lasts.months == 1


def test_what_is_withheld_to_protect_another_is_said_anew(store):
    parts = ((VIOLENCE | {"minor": "Homicide"}, 2), (INJURY, 90), (NO_INJURY, 140))
    spans = [month(2017, 4), YEAR[0]]
    put(store, [row(LEWISHAM, span, n, **kind) for span in spans for kind, n in parts])
    keys = ("violence_against_the_person", "violence_with_injury", "violence_without_injury")
    at = desk(store)

    def ask(at):
        return [at.finding(key, Period(*YEAR[0])) for key in keys]

    alone = ask(desk(store))
    found = shown(at, ask)
    changed = [(a, b) for a, b in zip(alone, found, strict=True) if b.count.withheld]
    assert changed, "nothing was withheld"
    for before, after in changed:
        assert (before.verdict, after.verdict) == ("no clear change", "cannot be compared")
        said = "".join(str(part) for part in after.statement)
        assert str(int(before.count.value)) not in said.replace("2018", "").replace("2017", "")


def test_a_figure_asked_for_only_after_closing_is_refused(store):
    put(store, [row(LEWISHAM, span, 50, **INJURY) for span in YEAR])
    at = desk(store)
    at.counts("violence_with_injury", [Period(*YEAR[0])])
    at.guard.close()
    assert values(at.counts("violence_with_injury", [Period(*YEAR[0])])) == [50]
    with pytest.raises(NotGuarded, match="was not put before the disclosure guard"):
        at.counts("violence_with_injury", [Period(*YEAR[1])])


def test_the_same_count_from_two_sources_is_one_and_different_counts_are_two(store):
    put(store, [row(LEWISHAM, YEAR[0], 50, **INJURY), row(LEWISHAM, YEAR[1], 60, **INJURY)])
    inside = {"area_type": "lsoa", "borough": LEWISHAM}
    lsoas = [
        row("E01003189", YEAR[0], 50, **INJURY) | inside,
        row("E01003189", YEAR[1], 61, **INJURY) | inside,
    ]
    put(store, lsoas, source="mps_lsoa")
    at = desk(store)
    for choice in at.evidence.choices(measures()["violence_with_injury"], "local_authority"):
        at.counts("violence_with_injury", [Period(*YEAR[0]), Period(*YEAR[1])], choice=choice)
    assert sorted((key.edition, cell.count) for key, cell in at.guard.cells.items()) == [
        ("home-office-2024", 50), ("home-office-2024", 60), ("home-office-2024 mps_lsoa", 61),
    ]  # fmt: skip


def test_every_argument_of_a_recipe_that_is_no_breakdown_is_known(store):
    """A breakdown that the guard took for something else would make two numbers one."""
    for measure in measures().values():
        for count in measure.counts:
            assert not set(count.by) & NOT_A_BREAKDOWN, measure.key
