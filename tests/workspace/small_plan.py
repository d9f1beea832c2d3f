"""A small plan as it is handed over: two themes, three standards, two options, three actions and a closed review."""

from datetime import date

from commonground.plan.terms import ActionKind, ActionState, Rag, Standing, Tier
from commonground.plan.written import (
    WrittenAction,
    WrittenAnswer,
    WrittenPlan,
    WrittenRound,
    WrittenTheme,
    WrittenUpdate,
)

GOVERNANCE = "Performance is monitored at every meeting of the partnership."
OWNER = "Olwen Planted-Name"
NOTE = "A planted internal note"


def small_plan(**changed: object) -> WrittenPlan:
    """The plan; ``changed`` replaces fields of it."""
    minimum, option = Tier.MINIMUM, Tier.OPTION
    made = WrittenPlan(
        title="Violence and knife crime plan 2025/26", partnership="Safer Lewisham Partnership", template="london-2018",
        area_code="E09000023", area_name="Lewisham", as_of=date(2026, 2, 1), invented=True,
        themes=(
            WrittenTheme(key="governance", title="Governance", commentary=GOVERNANCE),
            WrittenTheme(key="victims", title="Supporting victims"),
        ),
        answers=(
            WrittenAnswer(ref="G1", tier=minimum, theme="governance", text="Standing items", standing=Standing.MET),
            WrittenAnswer(ref="G2", tier=minimum, theme="governance", text="Monthly tasking,"),
            WrittenAnswer(
                ref="V1", tier=minimum, theme="victims", text="Young victims are referred", standing=Standing.PARTLY
            ),
            WrittenAnswer(ref="M1", tier=option, theme="victims", text="Safe havens", standing=Standing.ADOPTED),
            WrittenAnswer(
                ref="M2", tier=option, theme="victims", text="Test purchases", standing=Standing.DECLINED, reason="Cost"
            ),
        ),
        actions=(
            WrittenAction(
                ref="L1", title="Havens in shops", theme="victims", agency="Council", owner=OWNER, notes=NOTE,
                description="Shops give children a safe place.", due=date(2026, 6, 30), rag=Rag.GREEN,
                derived=Rag.AMBER, success="Every high street has one.",
            ),
            WrittenAction(
                ref="L2", title="Map provision", theme="governance", state=ActionState.DONE, rag=Rag.COMPLETE
            ),
            WrittenAction(ref="L3", title="A mentor in A&E", theme="victims", kind=ActionKind.DEVELOPING),
        ),
        review=WrittenRound(
            number=4, title="January to March 2026", opened=date(2026, 1, 5), closed=date(2026, 1, 30),
            updates=(
                WrittenUpdate(
                    action="L1", received=True, rag=Rag.GREEN, derived=Rag.AMBER, rag_reason="Two signed this week.",
                    progress="Four havens.", by=OWNER, decision="Continue.", minute="12/26",
                ),
                WrittenUpdate(action="L3", received=False),
            ),
        ),
    )  # fmt: skip
    return made.model_copy(update=changed)
