"""The equality analysis: the nine protected characteristics, each with data, effect, engagement and what follows."""

from commonground.papers.reports import header
from commonground.papers.reports.bench import Bench
from commonground.papers.reports.kind import Answers, Chapter, Computed, Kind, Legal, Officers, Question
from commonground.report.blocks import Block, Definitions, Heading
from commonground.report.sections.equality import searches

CHARACTERISTICS = {
    "age": "Age",
    "disability": "Disability",
    "gender-reassignment": "Gender reassignment",
    "marriage": "Marriage and civil partnership",
    "pregnancy": "Pregnancy and maternity",
    "race": "Race",
    "religion": "Religion or belief",
    "sex": "Sex",
    "sexual-orientation": "Sexual orientation",
}
ASKED = (
    Question(key="data", label="What the data show", hint="With the source. Say so where there are none."),
    Question(key="effect", label="Likely effect", hint="Good, bad or none, and on whom."),
    Question(key="engagement", label="Engagement", hint="Who was asked, and what they said."),
    Question(key="mitigation", label="What will be done to lessen harm", hint="“None needed” where that is so."),
    Question(key="monitoring", label="Monitoring", hint="What will be watched, by whom, how often."),
)


def _shown(part: Officers, said: Answers) -> list[Block]:
    items = tuple((one.label, (said[one.key].strip(),)) for one in part.questions if said.get(one.key, "").strip())
    return [Heading(part.title), Definitions(items)] if items else []


def _searches(bench: Bench) -> list[Block]:
    return [Heading("Stop and search"), *searches(bench.desk)]


KIND = Kind(
    key="equality_analysis",
    title="Equality analysis",
    about="The nine protected characteristics: data, likely effect, engagement, mitigation and monitoring.",
    order=40,
    header=(header.CONTRIBUTORS,),
    chapters=(
        Chapter(key="about", title="1 What is analysed", parts=(
            Legal(law="equality_duty"),
            Officers(key="about", title="What is analysed",
                     prompt="The plan or decision, whom it affects, and what it should do for them.",
                     questions=(Question(),)),
        )),
        Chapter(key="data", title="2 Data", parts=(
            Computed(key="searches", build=_searches),
            Officers(key="data-gaps", title="What the data cannot show", heading="What the data cannot show",
                     prompt="Where data are missing or too few to be shown, and what will be done about it."),
        )),
        Chapter(key="characteristics", title="3 The nine protected characteristics", parts=tuple(
            Officers(key=f"characteristic-{key}", title=title, questions=ASKED, show=_shown,
                     prompt=f"What the plan is likely to mean for people because of {title.lower()}.",
                     guidance="These are used to see that nobody is treated unfairly, never to decide whom to watch.")
            for key, title in CHARACTERISTICS.items()
        )),
        Chapter(key="conclusion", title="4 Conclusion and review", parts=(
            Officers(key="conclusion", title="Conclusion and review",
                     prompt="What is decided because of it, who answers for that, and when it is looked at again."),
        )),
    ),
)  # fmt: skip
