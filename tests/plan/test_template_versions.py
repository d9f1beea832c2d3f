"""What changed from one version of a template to the next, and what becomes of the answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_templates import OFTEN, made, templates

from commonground.plan.templates.differences import Kept, differences, follows, item_heirs, rewording, theme_heirs
from commonground.plan.templates.refusal import TemplateRefused
from commonground.plan.templates.shipped import shipped
from commonground.plan.templates.written import TemplateItem, TemplateTheme, WrittenTemplate
from commonground.plan.terms import Tier

FIRST, LATER = shipped().values()
STANDARDS_OF_2018 = "G1 G2 T1 T2 T3 T4 T5 W1 P1 P2 P3 P4 P5 C1 C2 C3 V1 V2 V3 O1".split()  # noqa: SIM905


def test_from_2018_to_the_later_form() -> None:
    found = differences(FIRST, LATER)
    assert [theme.title for theme in found.themes_added] == ["Tackling violence against women and girls"]
    assert found.themes_removed == () and found.themes_moved == ()
    assert [change.old.key for change in found.themes_reworded] == [theme.key for theme in FIRST.themes][1:]
    assert [item.ref for item in found.items_added] == ["X16"]
    assert found.items_removed == () and found.items_moved == ()
    assert [change.old.ref for change in found.items_reworded] == ["G1", "G2", "T1"]
    became_options = [ref for ref in STANDARDS_OF_2018 if ref not in ("G1", "G2", "T1")]
    assert [change.old.ref for change in found.items_of_another_tier] == became_options
    assert [change.old.ref for change in found.answers if change.standing_lost] == became_options
    assert len(found.answers) == 83
    assert found.unanswered == ()
    analysis = next(change for change in found.items_reworded if change.old.ref == "T1")
    assert analysis.words == (
        (Kept.SAME, "Analysis"),
        (Kept.REMOVED, " supports targeted enforcement"),
        (Kept.SAME, ": the community safety"),
        (Kept.ADDED, " joint"),
        (
            Kept.SAME,
            " strategic assessment covers serious youth violence and knife- and gun-enabled crime, "
            "refreshed every year",
        ),
    )


def test_an_item_that_moved_was_divided_joined_or_dropped() -> None:
    new = made(
        key="next",
        succeeds="small",
        themes=(
            TemplateTheme(key="victims", title="Victims"),
            TemplateTheme(key="governance", title="Governance"),
        ),
        items=(
            TemplateItem(ref="G1", tier=Tier.MINIMUM, theme="victims", text="Meet every month"),
            TemplateItem(ref="V1", tier=Tier.MINIMUM, theme="victims", text="Refer every young victim in a day"),
            TemplateItem(ref="V2", tier=Tier.MINIMUM, theme="victims", text="Refer every family"),
            TemplateItem(ref="N1", tier=Tier.MINIMUM, theme="governance", text="Publish"),
        ),
        item_mapping={"V1": ("V1", "V2"), "M1": ()},
    )
    found = differences(made(), new)
    assert [change.old.ref for change in found.items_moved] == ["G1"]
    assert [item.ref for item in found.items_removed] == ["M1"]
    assert [item.ref for item in found.items_added] == ["N1"]
    assert [(change.old.ref, change.new.ref, change.standing_lost) for change in found.answers] == [
        ("G1", "G1", ""),
        ("V1", "V1", "It was divided, and each part is answered by itself."),
        ("V1", "V2", "It was divided, and each part is answered by itself."),
    ]
    assert [item.ref for item in found.unanswered] == ["V1", "V2", "N1"]
    assert len(found.themes_moved) == 1
    assert [change.words for change in found.themes_reworded] == [
        ((Kept.REMOVED, "Supporting victims"), (Kept.ADDED, "Victims"))
    ]
    joined = made(key="next", succeeds="small", items=made().items[:1], item_mapping={"V1": ("G1",), "M1": ()})
    assert [change.standing_lost for change in differences(made(), joined).answers] == [
        "Several items became one, which is answered as a whole."
    ] * 2


def test_a_ref_that_no_mapping_names_stays_itself() -> None:
    new = made(key="next", succeeds="small", items=made().items[:2])
    assert item_heirs(made(), new) == {"G1": ("G1",), "V1": ("V1",), "M1": ()}
    assert theme_heirs(made(), new) == {"governance": "governance", "victims": "victims"}
    assert [item.ref for item in differences(made(), new).items_removed] == ["M1"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"succeeds": "other"}, "next: succeeds “other”, not “small”; compare it with that version."),
        (
            {"item_mapping": {"Z9": ("G1",)}},
            "next: maps “Z9”, which “small” has not; correct its “item_mapping”.",
        ),
        (
            {"theme_mapping": {"gone": "victims"}},
            "next: maps “gone”, which “small” has not; correct its “theme_mapping”.",
        ),
    ],
)
def test_a_version_that_does_not_follow_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        follows(made(), made(**{"key": "next", "succeeds": "small"} | changes))
    assert str(refused.value) == said


@OFTEN
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_rewording_holds_both_texts(old: str, new: str) -> None:
    words = rewording(old, new)
    assert "".join(text for kept, text in words if kept is not Kept.ADDED) == old
    assert "".join(text for kept, text in words if kept is not Kept.REMOVED) == new


@OFTEN
@given(templates())
def test_nothing_changes_from_a_version_to_itself(template: WrittenTemplate) -> None:
    again = template.model_copy(update={"succeeds": template.key, "item_mapping": {}, "theme_mapping": {}})
    found = differences(template, again)
    changed = (found.themes_added, found.themes_removed, found.themes_reworded, found.themes_moved)
    changed += (found.items_added, found.items_removed, found.items_reworded, found.items_moved, found.unanswered)
    assert set(changed) == {()}
    assert len(found.answers) == len(template.items)
