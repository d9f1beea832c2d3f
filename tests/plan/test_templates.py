"""What is shipped: the template of 2018, the later form, and what the Toolkit says of an approach."""

from collections import Counter
from datetime import date

import pytest

from commonground.plan.templates.approaches import Known, approaches, what_is_known
from commonground.plan.templates.shipped import shipped
from commonground.plan.templates.written import WrittenTemplate, slug
from commonground.plan.terms import Rating

FIRST, LATER = shipped().values()
STANDARDS_OF_2018 = "G1 G2 T1 T2 T3 T4 T5 W1 P1 P2 P3 P4 P5 C1 C2 C3 V1 V2 V3 O1".split()  # noqa: SIM905


def test_the_template_of_2018_has_the_standards_of_the_report_in_their_order() -> None:
    assert [item.ref for item in FIRST.minimum_standards] == STANDARDS_OF_2018
    assert [theme.title for theme in FIRST.themes] == [
        "Governance",
        "Targeting lawbreakers",
        "Keeping weapons off the street",
        "Protecting and educating young people",
        "Standing with communities, neighbourhoods and families",
        "Supporting victims",
        "Offering ways out of crime",
    ]
    assert Counter(item.ref[0] for item in FIRST.options) == {"M": 7, "L": 20, "X": 30, "Y": 6}
    assert FIRST.published == "2018" and FIRST.published_in_words == "2018"


def test_the_later_form_has_eight_themes_and_three_standards() -> None:
    assert [theme.title for theme in LATER.themes] == [
        "Governance",
        "Analysis and enforcement",
        "Reducing access to weapons",
        "Safeguarding and educating children and young people",
        "Working with communities and neighbourhoods to reduce violence",
        "Supporting victims of violence and vulnerability",
        "Positive diversion from violence",
        "Tackling violence against women and girls",
    ]
    assert [item.ref for item in LATER.minimum_standards] == ["G1", "G2", "T1"]
    assert [item.ref for item in LATER.of_theme("tackling-violence-against-women-and-girls")] == ["X16"]
    assert LATER.published is None and LATER.published_in_words == ""


@pytest.mark.parametrize("template", shipped().values(), ids=list(shipped()))
def test_what_is_not_official_says_so(template: WrittenTemplate) -> None:
    assert "not the official document" in template.note and "our reading of the level of prevention" in template.note
    wider = {item.ref: item.status for item in template.items if item.ref[0] in "LX" and item.ref != "X16"}
    assert {status.partition(":")[0] for status in wider.values()} == {"Not from the 2018 menu"}
    unconfirmed = {item.ref for item in template.items if not item.confirmed}
    assert unconfirmed == {"Y1", "Y2", "Y3", "Y4", "Y5", "Y6"}
    assert {item.status for item in template.items if item.ref in unconfirmed} == {
        "Not confirmed: general practice, no published source found"
    }
    assert [item.ref for item in template.items if not item.source] == []


def test_every_rating_of_the_toolkit_is_there_and_every_blank() -> None:
    assert Counter(one.rating for one in approaches().values()) == {
        Rating.HIGH: 6,
        Rating.MODERATE: 6,
        Rating.LOW: 2,
        Rating.UNCLEAR: 4,
        Rating.HARMFUL: 2,
        None: 15,
    }
    assert [one.approach for one in approaches().values() if one.rating and not one.source] == []


def test_every_approach_that_a_template_names_is_known() -> None:
    named = {item.approach for template in shipped().values() for item in template.items if item.approach}
    assert len(named) == 15
    assert [name for name in sorted(named) if not what_is_known(name).listed] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "mentoring",
            "The Youth Endowment Fund’s Toolkit rates “Mentoring” as having a moderate effect: on average, the studies "
            "it draws on found 10% to 30% less violence. What was found elsewhere need not happen here.",
        ),
        (
            "Knife crime education programmes",
            "The Youth Endowment Fund’s Toolkit finds no clear evidence that “Knife crime education programmes” "
            "reduces violence. That does not say that it cannot help, only that nobody can yet tell. If you choose it, "
            "say why, and how you will learn whether it helps.",
        ),
        (
            "Boot camps",
            "The Youth Endowment Fund’s Toolkit rates “Boot camps” as harmful: the studies it draws on found more "
            "violence, not less. Please think again before you choose it, however well it is meant.",
        ),
        (
            "Stop and search",
            "We have not confirmed a rating for “Stop and search”; look it up on the Toolkit before you rely on it.",
        ),
        (
            "Lion taming",
            "“Lion taming” is not an approach that we know from the Toolkit; look it up there before you rely on it.",
        ),
    ],
)
def test_what_is_known_is_said_plainly_and_politely(name: str, said: str) -> None:
    assert what_is_known(name).sentence == said


def test_a_rating_is_of_a_day_and_is_due_after_a_year() -> None:
    read = Known("Mentoring", Rating.MODERATE, as_of=date(2026, 3, 2))
    assert read.dated == "Read on 2 March 2026."
    assert [read.is_due(day) for day in (date(2027, 3, 2), date(2027, 3, 3))] == [False, True]
    shipped_one = what_is_known("Mentoring")
    assert shipped_one.as_of is None and shipped_one.is_due(date(2026, 3, 2))
    assert (
        shipped_one.dated == "The page that we read it on has no date: look it up on the Toolkit before you rely on it."
    )
    assert what_is_known("Stop and search").dated == ""
    assert what_is_known("Stop and search").band == "Rating not confirmed"


def test_a_key_is_made_of_a_title() -> None:
    assert slug("Standing with communities, neighbourhoods and families") == (
        "standing-with-communities-neighbourhoods-and-families"
    )
    assert slug("Café  –  Été") == "cafe-ete"
