"""What each group may compare, and how the comparison of a group is narrowed."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commonground.partnership.models import Partnership
from commonground.plan.models import Sharing
from commonground.plan.models.sharing import SHARED
from commonground.plan.terms import Tier
from commonground.web.forms.look import Checkboxes
from commonground.web.forms.once import OnceForm


class SharingForm(OnceForm):
    """For each group, the parts of the plan that it may compare."""

    says_optional = False

    def __init__(self, groups: Iterable[Partnership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = {name: Sharing._meta.get_field(name) for name in SHARED}
        titles = {name: ("RAG" if name == "rag" else name.capitalize()) for name in SHARED}
        for group in groups:
            self.fields[group.slug] = forms.MultipleChoiceField(
                label=f"What {group.name} may compare", required=False, choices=list(titles.items()),
                widget=Checkboxes(hints={name: str(field.help_text) for name, field in fields.items()}),
            )  # fmt: skip


class ComparisonForm(forms.Form):
    """Which part of the template is compared."""

    says_optional = False
    template = forms.ChoiceField(required=False)
    theme = forms.ChoiceField(required=False)
    tier = forms.ChoiceField(
        required=False, label="Show", choices=[(Tier.MINIMUM, "Minimum standards"), (Tier.OPTION, "Options")]
    )

    def __init__(self, data: Any, templates: Iterable[str], themes: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        templates = list(templates)
        self.fields["template"].choices = [(one, one) for one in templates]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [("", "Every theme"), *themes]  # type: ignore[attr-defined]
        if len(templates) < 2:
            del self.fields["template"]


class ThemeForm(OnceForm):
    """The theme of the own plan under which something goes."""

    theme = forms.ChoiceField(
        label="Theme of your plan", help_text="Where the action goes. You can change everything else of it afterwards.",
        error_messages={"required": "Choose the theme under which it goes"},
    )  # fmt: skip

    def __init__(self, themes: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = {one.key: one for one in themes}
        self.fields["theme"].choices = [(key, one.title) for key, one in self.themes.items()]  # type: ignore[attr-defined]

    def clean_theme(self) -> Any:
        return self.themes[self.cleaned_data["theme"]]
