"""How many people lists of records come down to, and how many are on more than one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.report.analysis import Analysis, Asked, Column, Given, Option, Outcome

if TYPE_CHECKING:
    from commonground.evidence.linkage.forms import Words
    from commonground.evidence.linkage.linking import Linkage
    from commonground.methods.prevalence import OverLinkages


@dataclass(frozen=True, eq=False)
class Estimated:
    """A linkage, and the estimate of all the people there are that its draws carry."""

    linked: "Linkage"
    over: "OverLinkages"

    def __str__(self) -> str:
        return f"{str(self.linked).removesuffix('.')}; multiple systems estimation over the draws: {self.over}"

    def table(self) -> dict[str, list]:
        return self.linked.table()


def work(asked: Asked) -> Outcome:
    from commonground.evidence.linkage import link
    from commonground.methods.uncertain_links import lists_of
    from commonground.report.charts.ranges import ranges

    kinds = tuple(kind.strip() for kind in (asked["kinds"] or "").split(",") if kind.strip())
    lists = _named(asked, kinds)
    linked = link(
        lists, asked.generator, kinds, draws=asked["draws"], threshold=asked["threshold"], step=asked.step
    )

    def draw():
        table = linked.table()
        order = sorted(range(1, 1 << len(linked.lists)), key=lambda p: (p.bit_count(), p))
        at = [pattern - 1 for pattern in order]
        return [
            ranges(
                "linkage", "People by the lists that they are on",
                [_on(lists_of(pattern, linked.lists)) for pattern in order],
                *([table[column][i] for i in at] for column in ("lower", "upper", "count")),
                what="people, with the middle 95% over the doubt about the links", of="On",
            )
        ]  # fmt: skip

    return Outcome(_estimated(linked, asked) if asked["estimate"] else linked, draw, tuple(_cautions(linked)))


def _estimated(linked: "Linkage", asked: Asked) -> Estimated:
    from commonground.methods.prevalence import over_linkages

    if len(linked.lists) < 3:
        raise ValueError(
            "with two lists an estimate rests on their being independent, which nothing in them can show: give three, "
            "or put the table to ‘commonground analyse prevalence’"
        )
    return Estimated(linked, over_linkages(linked.draws, asked.generator))


def _named(asked: Asked, kinds: Sequence[str]) -> dict[str, list["Words"]]:
    """The words of each list, by its kind where each is of another, otherwise by the file's name without its ending."""
    from commonground.evidence.linkage import headings

    lists: dict[str, list[Words]] = {}
    by_kind = len(set(kinds)) == len(asked.tables) == len(kinds)
    for place, table in enumerate(asked.tables):
        name = kinds[place] if by_kind else table.name.partition(".")[0]
        if name in lists:
            raise ValueError(f"two lists are called {name}: give each file a name of its own")
        try:
            lists[name] = headings.words_of(_headed(table))
        except headings.WrongColumns as wrong:
            raise ValueError(f"{table.name}: {wrong}") from None
    return lists


def _headed(table: Given) -> dict[str, Sequence[str]]:
    """All columns by heading; those that --column named have the name of their field."""
    return {**table.others, **{key: cells.tolist() for key, cells in table.columns.items()}}


def _on(lists: tuple[str, ...]) -> str:
    words = [name.replace("_", " ") for name in lists]
    return f"{words[0]} only" if len(words) == 1 else " and ".join([", ".join(words[:-1]), words[-1]])


def _cautions(linked: "Linkage") -> Iterator[str]:
    for name, known in zip(linked.lists, linked.known, strict=True):
        poor = [f"{field} in {share:.0%}" for field, share in known.items() if share < 0.8]
        if poor:
            yield f"In {name} much cannot be read: {', '.join(poor)} of the records."
    if linked.quality.precision < 0.95 or linked.quality.recall < 0.95:
        yield "By the model’s own probabilities more than one link in twenty is wrong or missed: mind the ranges."
    if any(1 <= count <= 4 for count in linked.capture):
        yield "Counts from 1 to 4 are of people who could be told apart: they are not for publication."


ANALYSIS = Analysis(
    key="linkage",
    title="Linkage of partner lists",
    question="How many people are on these lists together, and how many on more than one of them?",
    method=(
        "Pairs of records brought together by the rules for each kind of list, scored by Splink 5 (Fellegi and Sunter "
        "1969) with a model trained without the truth; capture tables drawn from the probabilities of the links."
    ),
    cannot_say=(
        "Who is on which list: no person and no link is shown or written.",
        "How many people are on none of the lists: ‘commonground analyse prevalence’ asks that of the table.",
        "How many true links no rule brought together, such as of somebody whose names, date of birth and postcode all "
        "differ: the recall is among the pairs that were compared.",
        "That two lists are of the same kind of people, places and years: that is for those who made them to say.",
    ),
    columns=tuple(
        Column(key=key, about=about, kind="text", required=False, blank=True)
        for key, about in (
            ("forename", "forenames; needed unless the lists are fingerprinted"),
            ("surname", "surnames; needed unless the lists are fingerprinted"),
            ("dob", "date of birth; needed unless the lists are fingerprinted"),
            ("postcode", "home postcode"),
            ("sex", "M, F, or the NHS codes 1 and 2"),
        )
    ),
    options=(
        Option(key="kinds", kind="text", about=(
            "What kind each list is, in their order with commas between: police, youth_justice, hospital, other.")),
        Option(key="draws", kind="whole", default=200, about="How often the links are drawn from their probabilities."),
        Option(key="estimate", kind="yes or no", default=False, about=(
            "Carry the draws into an estimate of all the people there are, on these lists or on none.")),
        Option(key="threshold", default=0.5, about="From which probability a link counts in the one likelier table."),
    ),
    files="several",
    random=True,
    extra="linkage",
    example=(
        "docs/examples/linkage_police.csv docs/examples/linkage_youth_justice.csv docs/examples/linkage_hospital.csv "
        "--kinds police,youth_justice,hospital"
    ),
    work=work,
)  # fmt: skip
