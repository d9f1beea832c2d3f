"""The strategy that the Serious Violence Duty asks for: a skeleton with every box that the Act and practice name."""

from commonground.papers.reports import agreed, header, measured, progress
from commonground.papers.reports.kind import Answers, Chapter, Computed, Kind, Legal, Officers, Question
from commonground.report.blocks import Block, Heading, Table

KINDS_OF_VIOLENCE = (
    measured.Indicator("Violence with injury", "violence_with_injury"),
    measured.Indicator("Homicide", "homicide"),
    measured.Indicator("Knife crime", "knife_crime"),
    measured.Indicator("Knife crime with injury", "knife_crime_with_injury"),
    measured.Indicator("Robbery of personal property", "robbery_of_personal_property"),
    measured.Indicator("Violence against women and girls", "violence_against_women_and_girls"),
    measured.Indicator("Victims of domestic knife crime", "domestic_knife_victims"),
)
LONDON = (
    "Any violence and exploitation affecting people under 25, domestic abuse and sexual violence; within that, "
    "homicide, grievous and actual bodily harm, rape, assault by penetration, sexual assault, personal robbery, "
    "threats to kill, and violence against property during one of these offences."
)
FACTORS = (
    Question(key="penalty", label="The maximum penalty that could be imposed for the offence, if any", short=True),
    Question(key="victims", label="The impact of the violence on any victim", short=True),
    Question(key="prevalence", label="The prevalence of the violence in the area", short=True),
    Question(key="community", label="The impact of the violence on the community in the area", short=True),
)
"""Section 13(6) of the Police, Crime, Sentencing and Courts Act 2022."""


def _factors(part: Officers, said: Answers) -> list[Block]:
    rows = tuple(((one.label,), (said.get(one.key, "").strip(),)) for one in part.questions if said.get(one.key))
    head = ("Factor", "How the partnership took account of it")
    caption = "The four factors of the Act"
    return [Table(caption=caption, head=head, rows=rows, numeric=False)] if rows else []


def _consulted(part: Officers, said: Answers) -> list[Block]:
    """A heading for the authority, and what became of asking it."""
    name = part.title
    rows = tuple(((one.label,), (said[one.key].strip(),)) for one in part.questions if said.get(one.key, "").strip())
    table = Table(caption=f"Consultation: {name}", head=("Question", "Record"), rows=rows, numeric=False)
    return [Heading(name), table] if rows else []


def _consultation(key: str, title: str) -> Officers:
    return Officers(
        key=f"consulted-{key}", title=title,
        prompt="The Act requires that these authorities are consulted while the strategy is prepared.",
        guidance="Where one has not been consulted yet, say so and say when it will be.",
        questions=(
            Question(key="consulted", label="Has it been consulted?", choices=("Yes", "Not yet")),
            Question(key="who", label="Who was asked", hint="Authorities and posts, not names.", short=True),
            Question(key="when", label="When", hint="The day or days; or when it will be.", short=True),
            Question(key="said", label="What they said, and what became of it", hint="“Nothing yet” where that is so."),
        ),
        show=_consulted,
    )  # fmt: skip


KIND = Kind(
    key="duty_strategy",
    title="Serious Violence Duty strategy",
    about="The definition under four factors, kinds and causes, who was consulted, what is to be done, what was.",
    order=30,
    header=(header.CONTRIBUTORS,),
    about_last_plan=True,
    chapters=(
        Chapter(key="duty", title="1 The duty", parts=(
            Legal(law="serious_violence_duty"),
            Legal(law="crime_and_disorder_strategies"),
            Officers(key="partnership", title="The partnership arrangement",
                     prompt="Which authorities are in it, how they decide together, and for which area."),
        )),
        Chapter(key="definition", title="2 What serious violence means here", parts=(
            Officers(
                key="definition", title="The local definition",
                prompt="The wording that the partners have agreed.",
                guidance="It begins as the wording of the London Violence Reduction Unit, which boroughs have adopted "
                "and adapted. Change it to what you have agreed.",
                questions=(Question(first=LONDON),),
            ),
            Officers(
                key="factors", title="The four factors",
                prompt="What the partnership decided on each factor when it agreed its definition.",
                questions=FACTORS, show=_factors,
            ),
        )),
        Chapter(key="kinds", title="3 Kinds of serious violence in the area", parts=(
            Computed(key="kinds-counted", build=measured.scorecard(
                KINDS_OF_VIOLENCE, "Kinds of violence, each with the 12 months before")),
            Computed(key="definitions", build=measured.defined(*(one.measure for one in KINDS_OF_VIOLENCE))),
            Officers(key="kinds", title="The kinds that the strategy is about",
                     prompt="Which kinds of serious violence happen here, to whom and where, and what is not known."),
        )),
        Chapter(key="causes", title="4 Causes, as far as they can be known", parts=(
            Officers(
                key="causes", title="Causes",
                prompt="What the partners think causes serious violence here, and what supports each.",
                guidance="Keep apart what is known and what is thought. Recorded crime shows no cause.",
            ),
        )),
        Chapter(key="consultation", title="5 Who was consulted", parts=(
            _consultation("education", "Educational authorities"),
            _consultation("prison", "Prison authorities"),
            _consultation("youth-custody", "Youth custody authorities"),
            Officers(key="voices", title="Young people, families and communities",
                     heading="Young people, families and communities",
                     prompt="Who was asked, how many, how, and what they said."),
        )),
        Chapter(key="actions", title="6 What will be done", parts=(
            Computed(key="actions", build=agreed.actions_by_theme),
            Officers(
                key="others", title="Actions asked of consulted authorities",
                heading="Actions asked of other authorities",
                prompt="What the strategy asks of educational, prison and youth custody authorities; or “None”.",
            ),
        )),
        Chapter(key="delivered", title="7 What was delivered of last year’s plan", parts=(
            Computed(key="delivered-rows", build=progress.last_years_plan),
            Officers(key="delivered", title="What was learnt from it", heading="What was learnt",
                     prompt="What was done, what was not, and why; what the partnership does differently now."),
        )),
        Chapter(key="success", title="8 How the partnership will know", parts=(
            Computed(key="national", build=measured.scorecard(
                measured.NATIONAL, "The three national measures, each with the 12 months before")),
            Officers(key="success", title="What success looks like",
                     prompt="What should have changed by when, and how that will be seen."),
        )),
        Chapter(key="review", title="9 Equality, publication and review", parts=(
            Legal(law="equality_duty"),
            Officers(
                key="review", title="Publication and review",
                prompt="Where the equality analysis is, how the strategy is published, and when it is reviewed.",
            ),
        )),
    ),
)  # fmt: skip
