"""What is asked before a file is put beside an entry, or a photograph with a new one."""

from django import forms

from commonground.partnership.kept import LARGEST
from commonground.registers.changes.attachments import WANTED
from commonground.web.forms.once import OnceForm


class AttachForm(OnceForm):
    """One file."""

    file = forms.FileField(
        label="File", error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another"},
        help_text=f"{WANTED}, up to {LARGEST >> 20} MB. Of a photograph the picture alone is kept: where, when and "
        "with which telephone it was taken is removed. Nobody may be recognised in it, and no number plate.",
    )  # fmt: skip


PHOTOGRAPH = "photograph"


def ask_photograph(form: forms.Form) -> None:
    """Let a new entry be sent with a photograph: where it was taken, and with which telephone, is removed."""
    form.fields[PHOTOGRAPH] = forms.FileField(
        label="Photograph", required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text="Of the place or the thing, never of a person or a number plate. Where and when it was taken is "
        "removed from the file.",
        error_messages={"empty": "The photograph is empty. Take it again"},
    )  # fmt: skip
