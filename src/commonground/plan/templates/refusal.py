"""What is said of a file that is no template."""

from collections.abc import Mapping

from pydantic import ValidationError

from commonground.plan.templates.written import DAY, KEY, REF, Place
from commonground.sources.readers.refusal import Refusal

SPELLED = {
    KEY: "a key has small letters, figures and hyphens alone, such as supporting-victims",
    REF: "a ref has letters, figures, points and hyphens alone, such as T5",
    DAY: "a date is written as 2018, 2018-06 or 2018-06-27",
}
SAYS = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not part of a template; take it out or correct its name",
    "string_type": "must be words in quotation marks",
    "string_too_short": "is empty; write it",
    "string_too_long": "is longer than {max_length} characters; shorten it",
    "string_unicode": "has characters in it that are no text; type it again",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "too_long": "come to more than {max_length}; leave some out",
}
MOST_BYTES = 5_000_000


class TemplateRefused(Refusal):
    """One clear sentence: what is wrong with the template, where, and what to do. Nothing of it has been taken."""


def first_fault(error: ValidationError) -> tuple[Place, str]:
    """Where the first fault stands in the template, and the rest of the sentence that begins with that place."""
    found = error.errors(include_url=False)[0]
    given: Mapping[str, object] = found.get("ctx", {})
    if found["type"] == "template":
        return given["place"], str(given["sentence"])  # type: ignore[return-value]
    return tuple(part for part in found["loc"] if part != "[key]"), _sentence(found["type"], found["input"], given)


def _sentence(kind: str, entered: object, given: Mapping[str, object]) -> str:
    if kind == "value_error":
        return str(given["error"])
    if kind == "string_pattern_mismatch":
        return f"is {shown(entered)}, but {SPELLED[str(given['pattern'])]}"
    if kind in ("enum", "literal_error"):
        return f"is {shown(entered)}, but must be {str(given['expected']).replace(chr(39), '')}"
    return SAYS.get(kind, "cannot be read; compare it with the published schema").format_map(given)


def shown(entered: object) -> str:
    """What was entered, short enough to be found again."""
    words = str(entered)
    return (f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”") if words else "empty"


def text_of(content: bytes, name: str, what: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark."""
    if len(content) > MOST_BYTES:
        raise TemplateRefused(name, "is larger than 5 MB, which no template is; check that it is the right file.")
    if content.startswith(b"PK"):
        raise TemplateRefused(name, f"is a workbook, not {what}; save it as {what} in UTF-8 and try again.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateRefused(name, f"is not written in UTF-8; save it as {what} in UTF-8 and try again.") from None
