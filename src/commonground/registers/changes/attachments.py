"""A file is put beside an entry, taken away, and let out of quarantine once the scanner has seen it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.kept import LARGEST, Room
from commonground.partnership.photographs import FORMATS, picture_alone
from commonground.partnership.rule import Actor
from commonground.partnership.scanner import ScannerDown, scan
from commonground.plan.changes.possible import NotPossible, fits
from commonground.registers.changes.entries import may_change
from commonground.registers.models import Attachment, Entry
from commonground.registers.models.attachment import Attachments
from commonground.registers.people import named_in
from commonground.sources.readers.refusal import Refusal

Kind = access_log.Kind
WANTED = "PDF, Word, Excel and OpenDocument files, JPEG and PNG pictures, and plain text"
FILES = Room("registers", ("pdf", "jpg", "jpeg", "png", "docx", "xlsx", "odt", "ods", "txt"), WANTED)
MOST = 20
"""Files beside one entry."""


def add_file(entry: Entry, name: str, chunks: Iterable[bytes], *, by: Actor) -> Attachment:
    """Check a file, keep it, and put it beside an entry. Of a photograph the picture alone is kept.

    Raises NotPossible. Where there is a scanner, the file waits until it was let through.
    """
    name = PurePath(name.replace("\\", "/")).name
    _nobody_in(name)
    try:
        place, size, sha256 = FILES.keep(name, _as_kept(name, chunks), scanned=False)
    except Refusal as refusal:
        raise NotPossible(str(refusal)) from None
    try:
        clean = _looked_at(name, place)
        with transaction.atomic():
            return _put(entry, Attachment(name=name, kept=place, size=size, sha256=sha256, clean=clean), by)
    except BaseException:
        FILES.erase(place)
        raise


def keep_photograph(entry: Entry, name: str, chunks: Iterable[bytes], *, by: Actor) -> Attachment:
    """The photograph of the quick form: a JPEG or PNG picture, and nothing else."""
    if PurePath(name).suffix.lower().removeprefix(".") not in FORMATS:
        raise NotPossible(f"{PurePath(name).name} is no photograph: choose a JPEG or PNG picture.")
    return add_file(entry, name, chunks, by=by)


@transaction.atomic
def remove_file(attachment: Attachment, *, by: Actor) -> None:
    """Take a file away and erase it."""
    found = Attachment.objects.select_for_update(of=("self",)).select_related("entry").get(pk=attachment.pk)
    may_change(found.entry, by)
    _erase(found, by)


def scan_waiting(*, by: Actor) -> int:
    """Let through what waits and is clean, erase what is not; how many were looked at. None where there is no scanner.

    Raises ScannerDown: what waits goes on waiting.
    """
    if not settings.SCANNER:
        return 0
    looked = 0
    for one in Attachments(Attachment).waiting():
        found = scan(FILES.path_of(one.kept), settings.SCANNER)
        _judged(one, found, replace(by, partnership=one.partnership))
        looked += 1
    return looked


@transaction.atomic
def _judged(attachment: Attachment, found: str | None, by: Actor) -> None:
    if found is not None:
        _erase(attachment, by, why=f"the virus scanner calls it “{found}”")
        return
    attachment.clean = True
    attachment.save(update_fields=["clean"])
    access_log.record(Kind.ALTERATION, attachment, by=by, became="clean")


def _erase(attachment: Attachment, by: Actor, why: str = "") -> None:
    access_log.record(
        Kind.ERASURE, attachment, by=by, concerns=[attachment.entry], purpose=why, sha256=attachment.sha256
    )
    place = attachment.kept
    attachment.delete()
    transaction.on_commit(lambda: FILES.erase(place))


def _put(entry: Entry, row: Attachment, by: Actor) -> Attachment:
    found = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    may_change(found, by)
    if found.withdrawn_on is not None:
        raise NotPossible("This entry was withdrawn, so no file is added to it.")
    if found.attachments.count() >= MOST:
        raise NotPossible(f"This entry has {MOST} files: take one away first.")
    row.partnership_id, row.entry, row.added_by = found.partnership_id, found, by.membership  # type: ignore[assignment]
    fits(row, "The file")
    row.save()
    access_log.record(Kind.COLLECTION, row, by=by, concerns=[found], sha256=row.sha256, clean=row.clean)
    return row


def _as_kept(name: str, chunks: Iterable[bytes]) -> Iterable[bytes]:
    """The bytes to keep: of a picture, those of the picture alone."""
    if PurePath(name).suffix.lower().removeprefix(".") not in FORMATS:
        return chunks
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > LARGEST:
            raise Refusal(name, f"is larger than {LARGEST >> 20} MB. Send a smaller one.")
    return [picture_alone(name, bytes(content))]


def _looked_at(name: str, place: str) -> bool:
    """Whether the scanner let the file through. One that does not answer leaves it waiting."""
    if not settings.SCANNER:
        return False
    try:
        found = scan(FILES.path_of(place), settings.SCANNER)
    except ScannerDown:
        return False
    if found is not None:
        raise NotPossible(f"{name} holds what the virus scanner calls “{found}”. It was not kept.")
    return True


def _nobody_in(name: str) -> None:
    words = PurePath(name).stem.replace("_", " ").replace("-", " ")
    if found := named_in({"name": ("Name of the file", words)}, ()):
        raise NotPossible(f"The name of the file may name somebody ({found[0].words}): give it another name first.")
