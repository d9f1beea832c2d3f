"""Forms whose texts name nobody: what may be a name is asked about before it is stored."""

from collections.abc import Iterable

from django import forms

from commonground.registers.people import Named
from commonground.web.forms.once import OnceForm


class NobodyForm(OnceForm):
    """A form with a box, seen only once a text may name somebody, by which its writer says that none does."""

    sure = forms.BooleanField(
        label="Nobody is named: these are the words of a place, a thing or an organisation", required=False,
        widget=forms.HiddenInput,
    )  # fmt: skip

    def full_clean(self) -> None:
        super().full_clean()
        if self.data.get("sure"):
            self._show()

    def ask_whether_named(self, found: Iterable[Named]) -> None:
        """Say beside each text what may be a name; and ask at the end whether nobody is named."""
        self._show()
        for one in found:
            said = f"{one.title}: “{one.words}” may be a name. Take it out, or tick at the end that it is not"
            self.add_error(one.column if one.column in self.fields else None, said)

    def asks_whether_named(self) -> bool:
        return not self.fields["sure"].widget.is_hidden

    def _show(self) -> None:
        self.fields["sure"].widget = forms.CheckboxInput()
        self.fields["sure"] = self.fields.pop("sure")  # last, beside the button
