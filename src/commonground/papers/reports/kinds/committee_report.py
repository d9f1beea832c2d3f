"""The report to a committee in the form that Lewisham used on 4 February 2019: its headings, in its order."""

from commonground.papers.reports import agreed, header, measured
from commonground.papers.reports.kind import Chapter, Computed, Implication, Kind, Legal, Officers, Question, Unfolded

SHOWN = ("violence_against_the_person", "knife_crime", "knife_crime_with_injury")
SAY_NONE = "Where there are none, write “None”: an empty implication keeps the report from being published."

KIND = Kind(
    key="committee_report",
    title="Committee report",
    about="The plan by theme with the local commentary, the figures, and the implications that committee papers state.",
    order=10,
    header=header.PAPER,
    chapters=(
        Chapter(key="background", title="1 Background", parts=(
            Officers(
                key="background", title="Background",
                prompt="Say why the plan was made, what it follows from, and how it is reviewed.",
                guidance="Name the strategy and the template it answers to, and the local approach to violence.",
            ),
        )),
        Chapter(key="data", title="2 Data", parts=(
            Officers(
                key="data-reading", title="What the figures mean here",
                prompt="Say in the partnership’s own words what the figures below mean for the area.",
                guidance="Do not call noise a change, and name no cause that the figures do not show.",
            ),
            Computed(key="findings", build=measured.compared(*SHOWN)),
            Computed(key="domestic-knife", build=measured.domestic_knife),
            Computed(key="definitions", build=measured.defined(*SHOWN, "domestic_knife_victims")),
        )),
        Chapter(key="plan", title="3 {area}’s knife crime action plan", parts=(
            Officers(
                key="plan-opening", title="How the plan came about",
                prompt="Say when the plan was completed, with whom, and how it goes with plans of other areas.",
            ),
            Officers(
                key="standards-opening", title="Minimum standards", heading="3.1 Minimum standards",
                prompt="One sentence that opens the list of standards.",
                questions=(Question(first="The following areas are deemed as minimum standards."),),
            ),
            Unfolded(parts=agreed.standards_and_commentary),
            Officers(
                key="additional-opening", title="Additional actions", heading="3.2 Additional actions from the plan",
                prompt="Anything to say before the options that the partnership has adopted.",
                questions=(Question(optional=True),),
            ),
            Computed(key="options", build=agreed.adopted_options),
        )),
        Chapter(key="youth-violence", title="4 Youth violence", parts=(
            Officers(
                key="exploitation", title="County lines and exploitation",
                heading="4.1 County lines and exploitation",
                prompt="What is known of children and young people who are exploited, and from which source.",
                guidance="Give a source for every number. Write about victims first; nobody may be recognisable.",
            ),
            Officers(
                key="principles", title="Principles of the work", heading="4.2 How the work is guided",
                prompt="The principles that the partnership works by, and the work as a whole.",
            ),
            Officers(
                key="activity", title="Examples of current activity", heading="4.3 Examples of current activity",
                prompt="Anything to say before the list of the plan’s actions.", questions=(Question(optional=True),),
            ),
            Computed(key="actions", build=agreed.current_activity),
        )),
        Chapter(key="closing", title="5 Summary", parts=(
            Officers(key="closing", title="Summary", prompt="What the committee should take away, and what is next."),
        )),
        Chapter(key="financial", title="6 Financial implications", parts=(
            Implication(key="financial", title="Financial implications", guidance=SAY_NONE,
                        prompt="What it costs, who pays, and until when the money is there."),
        )),
        Chapter(key="legal", title="7 Legal and human rights implications", parts=(
            Legal(law="crime_and_disorder_strategies"),
            Legal(law="anti_social_behaviour"),
            Legal(law="serious_violence_duty"),
            Legal(law="best_value"),
            Legal(law="general_power_of_competence"),
            Legal(law="human_rights"),
            Legal(law="data_protection"),
            Implication(key="legal", title="Legal implications of this report", guidance=SAY_NONE,
                        prompt="What follows from the law for what is reported or asked for here."),
        )),
        Chapter(key="equalities", title="8 Equalities implications", parts=(
            Legal(law="equality_duty"),
            Implication(key="equalities", title="Equalities implications", guidance=SAY_NONE,
                        prompt="Who is affected, how, and where the equality analysis is."),
        )),
        Chapter(key="crime-and-disorder", title="9 Crime and disorder implications", parts=(
            Legal(law="section_17"),
            Implication(key="crime-and-disorder", title="Crime and disorder implications", guidance=SAY_NONE,
                        prompt="What effect this is likely to have on crime, disorder, re-offending and violence."),
        )),
        Chapter(key="environmental", title="10 Environmental implications", parts=(
            Implication(key="environmental", title="Environmental implications", guidance=SAY_NONE,
                        prompt="What effect this has on the environment."),
        )),
        Chapter(key="papers", title="Contact and background papers", parts=(
            Officers(
                key="papers", title="Contact and background papers",
                prompt="Whom to ask about this report, and the papers it rests on.",
                questions=(
                    header.CONTACT,
                    Question(key="background_papers", label="Background papers", hint="“None” if there are none."),
                ),
            ),
        )),
    ),
)  # fmt: skip
