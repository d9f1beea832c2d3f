"""A file to be sent, and the reason for which an edition is withdrawn."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from commonground.web.forms.once import OnceForm

PUBLICATION = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")


def megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MB"


class Limit(FileUploadHandler):
    """Stop listening to a request that sends more than is taken, before it fills the disk."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self.left = settings.LARGEST_UPLOAD

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.left -= len(raw_data)
        if self.left < 0:
            if self.request is not None:
                self.request.too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one keep the file."""


class DeliveryForm(OnceForm):
    """One file, and when it was published if it does not say so itself."""

    file = forms.FileField(
        label="The file",
        help_text="As you were sent it, or as it is published. Names, birth dates, addresses and other personal "
        "columns are refused and the file is erased at once.",
        error_messages={
            "required": "Choose a file to send",
            "empty": "The file you chose is empty. Choose another.",
            "missing": "Choose a file to send",
        },
    )
    published = forms.CharField(
        label="When it was published",
        required=False,
        max_length=10,
        help_text="Only if the file does not say it: a month or day such as 2019-02 or 2019-02-14.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            said = f"The file is larger than {megabytes(settings.LARGEST_UPLOAD)}. Whoever looks after the installation"
            self.fields["file"].error_messages["required"] = f"{said} can load it with “commonground load”."

    def clean_published(self) -> str:
        said = self.cleaned_data["published"].strip()
        if said and not PUBLICATION.fullmatch(said):
            raise forms.ValidationError(f"“{said}” is not a month or day such as 2019-02 or 2019-02-14.")
        return said

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.LARGEST_UPLOAD:
            raise forms.ValidationError(f"The file is larger than {megabytes(settings.LARGEST_UPLOAD)}.")
        return file


class WithdrawForm(OnceForm):
    """Why an edition is taken off the shelf."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        help_text="For instance: the publisher corrected the file. The reason is kept with your name.",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why this edition is withdrawn"},
    )
