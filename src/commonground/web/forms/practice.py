"""What a practice card is asked, how the list is narrowed, and what is asked of whoever adopts one."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commonground.partnership.models import Partnership
from commonground.plan.models import PracticeCard
from commonground.plan.templates.approaches import approaches
from commonground.plan.terms import CostBand, Rating
from commonground.web.forms.sharing import ThemeForm
from commonground.web.forms.words import BegunForm, Words

NOTHING_FAILED = (
    "What was tried and dropped, who was not reached, what it cost that nobody expected. Every card says it."
)


class CardForm(BegunForm):
    """A practice card."""

    title = forms.CharField(max_length=200, error_messages={"required": "Enter a title"})
    problem = Words(label="The problem", rows=4, longest=4000, error_messages={"required": "Say what the problem was"})
    what_was_done = Words(label="What was done", rows=8, longest=8000, error_messages={"required": "Say what was done"})
    place_type = forms.CharField(
        label="Kind of place", max_length=120, required=False,
        help_text="Such as a town centre, secondary schools, or any borough.",
    )  # fmt: skip
    cost_band = forms.ChoiceField(label="Cost", choices=CostBand.choices, initial=CostBand.UNKNOWN)
    staffing = Words(label="Staffing", rows=3, longest=2000, required=False, help_text="Roles and time, nobody’s name.")
    approach = forms.ChoiceField(
        label="Approach in the Youth Endowment Fund’s Toolkit", required=False,
        help_text="The card then says what the Toolkit says of it, with its date.",
    )  # fmt: skip
    evidence = Words(
        label="What is known of whether it helped", rows=4, longest=4000, required=False,
        help_text="And what is not known. A fall in recorded crime beside it is no proof.",
    )  # fmt: skip
    what_did_not_work = Words(
        label="What did not work", rows=4, longest=4000, help_text=NOTHING_FAILED,
        error_messages={"required": "Say what did not work: a card without it helps nobody"},
    )  # fmt: skip
    contact = forms.EmailField(
        label="Mailbox to ask", help_text="Of a team, never of a person.",
        error_messages={"required": "Enter the mailbox of a team", "invalid": "Enter an address like team@example.org"},
    )  # fmt: skip
    serves = forms.CharField(
        label="Standards and options it can serve", required=False, max_length=200,
        help_text="Their references in the template of your plan, with commas between them: P1, M4.",
    )  # fmt: skip

    def __init__(self, *args: Any, refs: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refs = set(refs)
        names = [one.approach for one in approaches().values()]
        self.fields["approach"].choices = [("", "None that the Toolkit has"), *((one, one) for one in names)]  # type: ignore[attr-defined]

    def clean_serves(self) -> list[str]:
        given = [ref.strip() for ref in self.cleaned_data["serves"].split(",") if ref.strip()]
        for ref in given:
            if ref not in self.refs:
                raise forms.ValidationError(f"Your template has no {ref}; look up the reference in your plan")
        return list(dict.fromkeys(given))

    @staticmethod
    def values(card: PracticeCard) -> dict[str, Any]:
        names = (
            "title", "problem", "what_was_done", "place_type", "cost_band", "staffing", "approach", "evidence",
            "what_did_not_work", "contact",
        )  # fmt: skip
        return {name: getattr(card, name) for name in names} | {"serves": ", ".join(card.serves)}


class CardsFilter(forms.Form):
    """Narrow the list of cards."""

    says_optional = False
    words = forms.CharField(required=False, max_length=200, label="Words")
    cost = forms.ChoiceField(required=False, choices=[("", "Any"), *CostBand.choices])
    rating = forms.ChoiceField(
        required=False, label="Rating in the Toolkit",
        choices=[("", "Any"), *((str(one), one.label.split(":")[0]) for one in Rating), ("none", "Not rated")],
    )  # fmt: skip
    of = forms.ChoiceField(required=False, label="Written by")

    def __init__(self, data: Any, authors: Iterable[Partnership]) -> None:
        super().__init__(data)
        self.fields["of"].choices = [("", "Any"), *((one.slug, one.name) for one in authors)]  # type: ignore[attr-defined]


class AdoptForm(ThemeForm):
    """The theme that the action goes under, and whether the card may say so."""

    says_optional = False
    named = forms.BooleanField(
        required=False, label="The card may say that our partnership uses it",
        help_text="Otherwise it is only counted. You can change this later on the card.",
    )  # fmt: skip
