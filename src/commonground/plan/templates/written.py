"""A template as a value: its themes in order, its minimum standards and options, and how it follows the version before.

What holds of every template is said here once, so that no way in can pass it: a Governance theme, a minimum standard,
an item's theme among the themes, no ref twice, no mapping to something that is not there.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from commonground.plan.terms import Prevention, Tier

GOVERNANCE = "governance"
SAID = {4: "%Y", 7: "%B %Y", 10: "%-d %B %Y"}
Place = tuple[str | int, ...]


def readable(words: str) -> str:
    """Words with one kind of line end, and nothing in them that cannot be seen or stored."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in words):
        raise ValueError("has a control character in it; type the words again")
    return words


def one_line(words: str) -> str:
    if "\n" in words or "\t" in words:
        raise ValueError("must be on one line, without tabs")
    return words


def one_thing(words: str) -> str:
    if ";" in words:
        raise ValueError("has a semicolon in it; a semicolon stands between two of them, so write each by itself")
    return words


def first_day(words: str) -> date:
    return date.fromisoformat(words + "-01-01"[len(words) - 4 :])


def published_on(words: str) -> str:
    """A year, a month or a day, as far as it is known."""
    try:
        first_day(words)
    except ValueError:
        raise ValueError(f"says {words}, which is no date; write it as 2018, 2018-06 or 2018-06-27") from None
    return words


KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
REF = r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"
DAY = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"

Words = Annotated[str, StringConstraints(max_length=5000), AfterValidator(readable)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(readable)]
Line = Annotated[str, StringConstraints(max_length=300), AfterValidator(readable), AfterValidator(one_line)]
Name = Annotated[str, StringConstraints(max_length=120), AfterValidator(readable), AfterValidator(one_line)]
Title = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(readable), AfterValidator(one_line)
]
Entry = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300),
    AfterValidator(readable),
    AfterValidator(one_line),
    AfterValidator(one_thing),
]
Slug = Annotated[str, StringConstraints(pattern=KEY, max_length=60)]
Ref = Annotated[str, StringConstraints(pattern=REF, max_length=12)]
Published = Annotated[str, StringConstraints(pattern=DAY), AfterValidator(published_on)]


class Part(BaseModel):
    """A part of a template. Unknown fields are refused, and nothing of it changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class TemplateTheme(Part):
    """A theme, in its place."""

    key: Slug
    title: Title
    description: Words = ""


class TemplateItem(Part):
    """A minimum standard or an option. ``approach`` is its name in the Youth Endowment Fund's Toolkit, if it has one.

    ``confirmed`` says whether a published source was found for it, ``status`` in words what kind of source that is.
    """

    ref: Ref
    tier: Tier
    theme: Slug
    text: Text
    guidance: Words = ""
    lead: Line = ""
    indicators: tuple[Entry, ...] = ()
    evidence_expected: tuple[Entry, ...] = ()
    review_frequency: Line = ""
    prevention: Prevention | None = None
    approach: Name = ""
    source: Words = ""
    confirmed: StrictBool = False
    status: Line = ""


class WrittenTemplate(Part):
    """One version of a template. ``succeeds`` is the key of the version before it, which the mappings lead from.

    A ref or theme of the earlier version that a mapping does not name stays itself if it is here, too; a ref that is
    mapped to nothing is gone.
    """

    form: Literal["commonground.template/1"] = "commonground.template/1"
    key: Slug
    title: Title
    published: Published | None = None
    source: Words = ""
    note: Words = ""
    themes: Annotated[tuple[TemplateTheme, ...], Field(max_length=50)]
    items: Annotated[tuple[TemplateItem, ...], Field(max_length=1000)]
    succeeds: Slug | Literal[""] = ""
    item_mapping: dict[Ref, tuple[Ref, ...]] = {}
    theme_mapping: dict[Slug, Slug] = {}

    @model_validator(mode="after")
    def _holds_together(self) -> "WrittenTemplate":
        for place, sentence in faults(self):
            raise PydanticCustomError("template", "{sentence}", {"sentence": sentence, "place": place})
        return self

    @property
    def minimum_standards(self) -> tuple[TemplateItem, ...]:
        return tuple(item for item in self.items if item.tier == Tier.MINIMUM)

    @property
    def options(self) -> tuple[TemplateItem, ...]:
        return tuple(item for item in self.items if item.tier == Tier.OPTION)

    @property
    def published_in_words(self) -> str:
        """“27 June 2018”, “June 2018” or “2018”, as far as it is known; nothing where it is not."""
        return f"{first_day(self.published):{SAID[len(self.published)]}}" if self.published else ""

    def of_theme(self, theme: str) -> tuple[TemplateItem, ...]:
        return tuple(item for item in self.items if item.theme == theme)


def faults(template: WrittenTemplate) -> Iterator[tuple[Place, str]]:
    """What does not hold together, each with where it stands."""
    yield from _of_themes(template)
    yield from _of_items(template)
    yield from _of_mappings(template)


def _of_themes(template: WrittenTemplate) -> Iterator[tuple[Place, str]]:
    seen: set[str] = set()
    for number, theme in enumerate(template.themes):
        if theme.key in seen:
            yield ("themes", number, "key"), f"is “{theme.key}”, as of a theme before it; give each its own"
        seen.add(theme.key)
    if GOVERNANCE not in seen:
        yield (
            ("themes",),
            f"have no Governance: the standing items and the monthly tasking sit there. "
            f"Add a theme whose key is “{GOVERNANCE}”",
        )


def _of_items(template: WrittenTemplate) -> Iterator[tuple[Place, str]]:
    themes = {theme.key for theme in template.themes}
    seen: set[str] = set()
    unknown = "but there is no theme of that key; add it or correct it"
    for number, item in enumerate(template.items):
        if item.ref.casefold() in seen:
            yield ("items", number, "ref"), f"is “{item.ref}”, as of an item before it; give each its own"
        if item.theme not in themes:
            yield ("items", number, "theme"), f"is “{item.theme}”, {unknown}"
        seen.add(item.ref.casefold())
    if not template.minimum_standards:
        yield ("items",), f"have no minimum standard; give at least one the tier “{Tier.MINIMUM}”"


def _of_mappings(template: WrittenTemplate) -> Iterator[tuple[Place, str]]:
    refs = {item.ref for item in template.items}
    themes = {theme.key for theme in template.themes}
    for old, new in template.item_mapping.items():
        for ref in new:
            if ref not in refs:
                yield ("item_mapping", old), f"leads to “{ref}”, but there is no item of that ref; add it or correct it"
        if len(set(new)) < len(new):
            yield ("item_mapping", old), "leads twice to the same item; name each once"
    for old, to in template.theme_mapping.items():
        if to not in themes:
            yield ("theme_mapping", old), f"leads to “{to}”, but there is no theme of that key; add it or correct it"
    for name in ("item_mapping", "theme_mapping"):
        if getattr(template, name) and not template.succeeds:
            yield ("succeeds",), "is empty, but there is a mapping from an earlier version; write that version's key"


def slug(words: str) -> str:
    """A key made of a title: “Supporting victims” becomes ``supporting-victims``."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
