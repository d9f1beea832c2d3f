"""What is asked before a file is put beside an entry."""

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
