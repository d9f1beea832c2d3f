"""The quarterly performance pack: national measures, indicators, the plan’s colours, and the last closed review."""

from commonground.papers.reports import counted, header, measured, progress
from commonground.papers.reports.kind import Chapter, Computed, Kind, Officers, Question

KEYS = tuple(one.measure for one in measured.NATIONAL)

KIND = Kind(
    key="performance_pack",
    title="Quarterly performance pack",
    about="The three national measures, the indicators and those that are missing, the plan and its last review.",
    order=20,
    header=(header.COMMITTEE, header.ITEM, header.CONTRIBUTORS),
    chapters=(
        Chapter(key="reading", title="1 What stands out", parts=(
            Officers(
                key="reading", title="What stands out",
                prompt="The two or three things that the board should talk about, and why.",
                guidance="Call nothing a rise or a fall that the table calls no clear change.",
            ),
        )),
        Chapter(key="national", title="2 The three national measures of the Serious Violence Duty", parts=(
            Computed(key="national", build=measured.scorecard(
                measured.NATIONAL, "The three national measures, each with the 12 months before")),
            Computed(key="national-runs", build=measured.compared(*KEYS)),
            Computed(key="definitions", build=measured.defined(*KEYS)),
        )),
        Chapter(key="indicators", title="3 Indicators", parts=(
            Computed(key="indicators", build=measured.scorecard(
                measured.INDICATORS, "The indicators, each with the 12 months before")),
        )),
        Chapter(key="registers", title="4 What was done: counts of the registers", parts=(
            Computed(key="registers", build=counted.registers_by_quarter),
        )),
        Chapter(key="plan", title="5 The plan", parts=(
            Computed(key="plan", build=progress.plan_at_a_glance),
        )),
        Chapter(key="review", title="6 The last closed review", parts=(
            Computed(key="review", build=progress.review_rows),
        )),
        Chapter(key="ahead", title="7 What the board is asked to do", parts=(
            Officers(
                key="ahead", title="What the board is asked to do",
                prompt="Decisions, help and challenge that the board is asked for; “None” where there is nothing.",
                questions=(Question(),),
            ),
        )),
    ),
)  # fmt: skip
