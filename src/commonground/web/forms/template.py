"""A template of plans that is sent in."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from commonground.web.forms.once import OnceForm

MOST_BYTES = 2 << 20


class AddTemplateForm(OnceForm):
    """The file with one version of a template."""

    file = forms.FileField(
        label="The file",
        help_text="CSV or JSON, as the files above are. A version never changes once it is added.",
        error_messages={
            "required": "Choose a file to add",
            "empty": "The file you chose is empty. Choose another.",
            "missing": "Choose a file to add",
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES >> 20} MB, which no template is.")
        if not (file.name or "").casefold().endswith((".csv", ".json")):
            raise forms.ValidationError("The file is neither CSV nor JSON. Save it as CSV, and choose it again.")
        return file
