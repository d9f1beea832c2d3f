"""Near repeats: whether offences come in pairs nearer and sooner than chance gives, of a partner's extract."""

from dataclasses import dataclass
from itertools import pairwise

from commonground.evidence import incidents, wording
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.near_repeats import DAYS, DISTANCES, NearRepeats, near_repeats
from commonground.evidence.periods import Period
from commonground.evidence.reading import Value, written
from commonground.evidence.shown import made
from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Chart, Notice, Paragraph
from commonground.report.charts.near_repeat import ratios
from commonground.report.desk import Desk
from commonground.report.section import Section

FAR = ("Same place", *(f"{a} to {b} m" for a, b in pairwise(DISTANCES[1:])))
LONG = tuple(f"{a} to {b - 1} days" for a, b in pairwise(DAYS))


def build(desk: Desk) -> list[Block]:
    """The verdict, its picture and what it leaves out; or what would be needed."""
    period = incidents.latest(desk.evidence, desk.area)
    if period is None:
        return [
            Notice(
                "missing",
                "No points with days",
                (
                    "Whether one offence is soon followed by others nearby needs offences with their place and day, as "
                    "in a police extract. Published points are moved and have only the month, so nothing can be said.",
                ),
            )
        ]
    found = near_repeats(desk.evidence, desk.area, period)
    if found is None:
        return [
            Notice(
                "missing",
                "Too few for near repeats",
                (
                    f"A police extract is loaded for {period.name}, but it holds too few offences of {desk.area.name} "
                    "with a point and a day to tell near repeats from chance. Load more months.",
                ),
            )
        ]
    laid = Laid(desk, period, found)
    return [Paragraph(laid.verdict()), laid.chart(), *laid.left_out(), Caveat((
        "Pairs are compared with the same places and the same days dealt out anew. That some are near and soon does "
        "not say why, and most offences are followed by none nearby: it is no forecast of an address or of a person. "
        "A season that parts of the area do not share can look like near repeats. Bands of under five pairs are not "
        "shown.",
    ))]  # fmt: skip


@dataclass(frozen=True)
class Laid:
    """The numbers of near repeats as figures, each guarded and traced."""

    desk: Desk
    period: Period
    found: NearRepeats

    def verdict(self) -> Text:
        """One sentence or two, with how sure it is."""
        opening: Text = ("Of ", self._of("events", wording.number), f" offences in {self.period.name}, ")
        first = self.found.first
        if first is None:
            return (*opening, "no more were near and soon after another than chance gives, in any band.")
        far, long = first
        p = float(self.found.found.p_value[first])
        sure = self._figure("near_repeat_p", p, wording.p_value(p), distance_band=far, time_band=long)
        said: Text = (
            *opening, self._of("per_cent", wording.percent),
            " are one of a pair in a band that is clearly raised. In the nearest and soonest of these, under ",
            self._of("metres", wording.number), " metres and ", self._of("days", wording.number),
            " days apart, pairs were ", self.ratio(far, long), " times as many as chance gives (p ", sure, ").",
        )  # fmt: skip
        if not self.found.of("reaches") or not self.found.of("lasts"):
            return said
        return (
            *said, " The number stays raised to ", self._of("reaches", wording.number), " metres and for ",
            self._of("lasts", wording.number), " days.",
        )  # fmt: skip

    def chart(self) -> Chart:
        held = incidents.choice(self.desk.evidence)
        assert held is not None
        cells = [[self.ratio(i, j) for j in range(len(LONG))] for i in range(len(FAR))]
        raised = [[self.found.is_raised(i, j) for j in range(len(LONG))] for i in range(len(FAR))]
        return ratios(
            "near-repeats", f"Pairs of offences beside what chance gives in {self.desk.area.name}, {self.period.name}",
            FAR, LONG, cells, raised, what="pairs of offences by distance and days apart, as times what chance gives",
            source=passages.origin(held, [self.period]),
        )  # fmt: skip

    def left_out(self) -> list[Block]:
        if not self.found.left_out:
            return []
        why = "Left out, without a point or over more days than two: "
        return [Caveat((why, self._of("left_out", wording.number), "."))]

    def ratio(self, far: int, long: int) -> Figure:
        value = self.found.ratio(far, long)
        shown = None if value is None else wording.rate(value)
        return self._figure("near_repeat_ratio", value, shown, distance_band=far, time_band=long)

    def _of(self, what: str, say) -> Figure:  # type: ignore[no-untyped-def]
        value = self.found.of(what)
        return self._figure("near_repeats_of", value, None if value is None else say(value), of=what)

    def _figure(self, method: str, value: Value, shown: str | None, **arguments: Argument) -> Figure:
        area, held = self.desk.area, incidents.choice(self.desk.evidence)
        assert held is not None
        return self.desk.guard.see(
            made(
                method, value, tuple(edition.id for edition in held.used(self.period)),
                "small number" if value is None else None, shown,
                area=area.code, area_type=area.type, period=written(self.period), **arguments,
            )
        )  # fmt: skip


SECTION = Section(key="near_repeat", title="Near repeats", order=67, build=build)
