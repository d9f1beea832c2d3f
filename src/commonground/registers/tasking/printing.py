"""Briefings and minutes as files."""

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

from commonground.report.document import Document
from commonground.report.render import render

FORMS = ("pdf", "docx")
log = logging.getLogger(__name__)


def printed(document: Document, forms: Sequence[str] = FORMS) -> dict[str, bytes]:
    """The document as PDF and Word, by their form. Where there is no Pango there is no PDF."""
    with tempfile.TemporaryDirectory(prefix="commonground-") as folder:
        made = render(document, Path(folder), forms, say=log.warning)
        return {path.suffix.removeprefix("."): path.read_bytes() for path in made}
