"""Which theme, standard or agency somebody’s own words stand for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from commonground.partnership.spreadsheets.names import plain
from commonground.plan.templates.written import TemplateItem, WrittenTemplate

CLOSE = 0.72  # of a theme’s words; nearer to 1 is more alike
CLOSE_ITEM = 0.8
NUMBERED = re.compile(r"^(?:theme|strand|priority|pillar|section|part)?\s*(?:[0-9]+|[a-h](?=[.):]))?\s*[.):–-]*\s+")


@dataclass(frozen=True)
class Known:
    """The agencies and people at the table, by name. None: nobody asks."""

    agencies: tuple[str, ...] | None = None
    people: tuple[str, ...] | None = None


def unnumbered(words: str) -> str:
    """A heading without “Theme 2:” before it."""
    return NUMBERED.sub("", f"{words.casefold().lstrip('• ')}", count=1)


def theme_of(words: str, template: WrittenTemplate) -> str:
    """The key of the theme that the words stand for, or of the nearest; nothing where none is near."""
    said = [plain(words), plain(unnumbered(words))]
    for theme in template.themes:
        if {plain(theme.title), plain(theme.key)} & set(said):
            return theme.key
    return _nearest(said[-1], ((plain(theme.title), theme.key) for theme in template.themes), CLOSE)


def is_title_of(words: str, key: str, template: WrittenTemplate) -> bool:
    """Whether the words are the theme’s own, so that nothing was guessed."""
    theme = next(theme for theme in template.themes if theme.key == key)
    return plain(theme.title) in (plain(words), plain(unnumbered(words)))


def item_of(ref: str, words: str, template: WrittenTemplate) -> TemplateItem | None:
    """The standard or option of that reference, or of those words or nearly."""
    by_ref = {item.ref.casefold(): item for item in template.items}
    if found := by_ref.get(ref.strip().casefold()):
        return found
    key = _nearest(plain(words), ((plain(item.text), item.ref) for item in template.items), CLOSE_ITEM)
    return by_ref.get(key.casefold())


def refs_in(words: str, template: WrittenTemplate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The references of the template in “G1, T2 & P3”, and what is none."""
    known = {item.ref.casefold(): item.ref for item in template.items}
    parts = [part.strip("• .") for part in re.split(r"[,;/&\n]|\band\b|\s{2,}", words)]
    found = {part: known.get(part.casefold().replace(" ", "")) for part in parts if part}
    refs = tuple(dict.fromkeys(ref for ref in found.values() if ref))
    return refs, tuple(part for part, ref in found.items() if not ref)


def _nearest(said: str, among: Iterable[tuple[str, str]], enough: float) -> str:
    """The key of the words most alike; the beginning of a longer text counts as the text."""
    if len(said) < 4:
        return ""
    begun = len(said) > 12
    rated = [(max(_alike(said, words), _alike(said, words[: len(said)]) * begun), key) for words, key in among]
    best, key = max(rated, default=(0.0, ""))
    return key if best >= enough else ""


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
