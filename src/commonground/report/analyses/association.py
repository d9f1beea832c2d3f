"""Whether like lies beside like over a whole map."""

from dataclasses import dataclass

import numpy as np

from commonground.methods import association
from commonground.methods.association import Association
from commonground.methods.neighbours import Neighbours
from commonground.methods.smoothed_rates import deviates
from commonground.report import surroundings
from commonground.report.analysis import Analysis, Asked, Option, Outcome


@dataclass(frozen=True, eq=False)
class Associations:
    """Several statistics of one map; the first is the one to report."""

    found: tuple[Association, ...]
    shuffled: tuple[float, ...]

    def __str__(self) -> str:
        return str(self.found[0])

    def table(self) -> dict[str, list[str] | list[float]]:
        columns = {name: [getattr(one, name) for one in self.found] for name in COLUMNS}
        return columns | {"p_value_by_shuffling": list(self.shuffled)}


COLUMNS = ("statistic", "value", "expected", "variance", "z", "p_value")


def work(asked: Asked) -> Outcome:
    table = asked.table
    beside, cautions = surroundings.surroundings(asked, table["area"])
    means = beside.in_shares()
    if "population" in table:
        counts, people = table["count"], table["population"]
        straying = deviates(counts, people)  # which refuses areas without residents
        values, what = 1000 * counts / people, "events per 1,000 residents"
        asks = [
            (association.empirical_bayes_index(counts, people, means), straying, means, "moran"),
            *_of(values, means),
        ]
    else:
        values, what = table["count"], "events"
        asks = _of(values, means)
    asks.append((association.global_g(table["count"], beside), table["count"], beside, "global G"))
    shuffled = []
    for at, (_, given, around, statistic) in enumerate(asks):

        def step(done: int, of: int, at: int = at) -> None:
            asked.step(at * of + done, len(asks) * of)

        shuffled.append(association.shuffled(given, around, asked.generator, asked["draws"], statistic, step))
    found = Associations(tuple(one for one, *_ in asks), tuple(shuffled))
    if "population" not in table:
        said = "Without a column population, counts are compared, and large areas have more of everything."
        cautions = (*cautions, said)

    def draw():
        from commonground.report.charts.association import beside_neighbours

        around = np.where(means.numbers > 0, means.sums(values), np.nan)
        return [
            beside_neighbours(
                "association", "Each area against the mean of its neighbours", table["area"], values, around, what=what
            )
        ]

    return Outcome(found, draw, cautions)


def _of(values: np.ndarray, means: Neighbours) -> list:
    return [
        (association.moran(values, means), values, means, "moran"),
        (association.geary(values, means), values, means, "geary"),
    ]


ANALYSIS = Analysis(
    key="association",
    title="Spatial association",
    question="Over the whole map, does like lie beside like, more than chance would have it?",
    method=(
        "Moran’s I and Geary’s C of rates (or counts) and the mean of the neighbours, the empirical Bayes index of "
        "Assunção and Reis (1999), which allows for small populations, and the global G of Getis and Ord (1992) of "
        "counts; p values two-sided, by their moments and by shuffling the map."
    ),
    cannot_say=(
        "Where the pattern is: see hot-spots.",
        "Why like lies beside like: the same people, streets, records or boundaries may be behind it.",
        "Anything of people from areas: an area’s rate is not its residents’.",
    ),
    columns=surroundings.COLUMNS,
    options=(
        *surroundings.OPTIONS,
        Option(key="draws", about="How often the map is shuffled.", kind="whole", default=9_999),
    ),
    example="docs/examples/association.csv --neighbours docs/examples/association_neighbours.csv",
    work=work,
    random=True,
)
