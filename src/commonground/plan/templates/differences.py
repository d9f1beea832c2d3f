"""What changed between two versions of a template, and what becomes of the answers given to the earlier one.

A text and its evidence go with an answer to wherever its item went. Its standing goes with it only from one item to one
item of the same tier: what was met as one standard is not met as two.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import cached_property

from commonground.plan.templates.refusal import TemplateRefused
from commonground.plan.templates.written import TemplateItem, TemplateTheme, WrittenTemplate
from commonground.plan.terms import Tier

NAMED = {Tier.MINIMUM: "a minimum standard", Tier.OPTION: "an option"}


class Kept(Enum):
    """What became of a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


Rewording = tuple[tuple[Kept, str], ...]


@dataclass(frozen=True)
class ThemeChange:
    """A theme and the one that follows it."""

    old: TemplateTheme
    new: TemplateTheme

    @property
    def words(self) -> Rewording:
        return rewording(self.old.title, self.new.title)


@dataclass(frozen=True)
class ItemChange:
    """An item and one that follows it. ``standing_lost`` says why an answer's standing does not go with it, if so."""

    old: TemplateItem
    new: TemplateItem
    standing_lost: str = ""

    @property
    def words(self) -> Rewording:
        return rewording(self.old.text, self.new.text)


@dataclass(frozen=True)
class Differences:
    """From one version to the one that succeeds it."""

    old: WrittenTemplate
    new: WrittenTemplate

    @cached_property
    def themes(self) -> tuple[ThemeChange, ...]:
        """Every theme that goes on, in the order of the old version."""
        by_key, heirs = {theme.key: theme for theme in self.new.themes}, theme_heirs(self.old, self.new)
        return tuple(ThemeChange(old, by_key[heirs[old.key]]) for old in self.old.themes if old.key in heirs)

    @cached_property
    def answers(self) -> tuple[ItemChange, ...]:
        """Every item that goes on, and so where each answer goes, in the order of the old version."""
        by_ref, heirs = {item.ref: item for item in self.new.items}, item_heirs(self.old, self.new)
        met = Counter(ref for refs in heirs.values() for ref in refs)
        pairs = ((old, by_ref[ref]) for old in self.old.items for ref in heirs[old.ref])
        return tuple(ItemChange(old, new, _lost(old, new, len(heirs[old.ref]), met[new.ref])) for old, new in pairs)

    @property
    def themes_added(self) -> tuple[TemplateTheme, ...]:
        kept = {change.new.key for change in self.themes}
        return tuple(theme for theme in self.new.themes if theme.key not in kept)

    @property
    def themes_removed(self) -> tuple[TemplateTheme, ...]:
        kept = {change.old.key for change in self.themes}
        return tuple(theme for theme in self.old.themes if theme.key not in kept)

    @property
    def themes_reworded(self) -> tuple[ThemeChange, ...]:
        return tuple(change for change in self.themes if change.old.title != change.new.title)

    @property
    def themes_moved(self) -> tuple[ThemeChange, ...]:
        """Themes that no longer stand in the order of the others."""
        before = list(dict.fromkeys(change.new.key for change in self.themes))
        after = [theme.key for theme in self.new.themes if theme.key in before]
        blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        in_order = {key for block in blocks for key in before[block.a : block.a + block.size]}
        return tuple(change for change in self.themes if change.new.key not in in_order)

    @property
    def items_added(self) -> tuple[TemplateItem, ...]:
        kept = {change.new.ref for change in self.answers}
        return tuple(item for item in self.new.items if item.ref not in kept)

    @property
    def items_removed(self) -> tuple[TemplateItem, ...]:
        kept = {change.old.ref for change in self.answers}
        return tuple(item for item in self.old.items if item.ref not in kept)

    @property
    def items_reworded(self) -> tuple[ItemChange, ...]:
        return tuple(change for change in self.answers if change.old.text != change.new.text)

    @property
    def items_moved(self) -> tuple[ItemChange, ...]:
        """Items in another theme than the one that follows their own."""
        heirs = theme_heirs(self.old, self.new)
        return tuple(change for change in self.answers if heirs.get(change.old.theme) != change.new.theme)

    @property
    def items_of_another_tier(self) -> tuple[ItemChange, ...]:
        return tuple(change for change in self.answers if change.old.tier != change.new.tier)

    @property
    def unanswered(self) -> tuple[TemplateItem, ...]:
        """Minimum standards of the new version that must be answered anew, for no standing goes to them."""
        answered = {change.new.ref for change in self.answers if not change.standing_lost}
        return tuple(item for item in self.new.minimum_standards if item.ref not in answered)


def differences(old: WrittenTemplate, new: WrittenTemplate) -> Differences:
    """What changed. Raises TemplateRefused if the new version does not follow the old one."""
    follows(old, new)
    return Differences(old, new)


def follows(old: WrittenTemplate, new: WrittenTemplate) -> None:
    """Raises TemplateRefused if a version does not succeed another, or maps what that one never had."""
    if new.succeeds != old.key:
        raise TemplateRefused(new.key, f"succeeds “{new.succeeds}”, not “{old.key}”; compare it with that version.")
    for name, had in (
        ("item_mapping", {item.ref for item in old.items}),
        ("theme_mapping", {theme.key for theme in old.themes}),
    ):
        for named in getattr(new, name):
            if named not in had:
                raise TemplateRefused(new.key, f"maps “{named}”, which “{old.key}” has not; correct its “{name}”.")


def item_heirs(old: WrittenTemplate, new: WrittenTemplate) -> dict[str, tuple[str, ...]]:
    """For each ref of the old version, the refs that follow it: as mapped, or else itself."""
    here = {item.ref for item in new.items}
    return {item.ref: new.item_mapping.get(item.ref, (item.ref,) if item.ref in here else ()) for item in old.items}


def theme_heirs(old: WrittenTemplate, new: WrittenTemplate) -> dict[str, str]:
    """For each theme of the old version that goes on, the theme that follows it."""
    here = {theme.key for theme in new.themes}
    heirs = {theme.key: new.theme_mapping.get(theme.key, theme.key) for theme in old.themes}
    return {before: after for before, after in heirs.items() if after in here}


def rewording(old: str, new: str) -> Rewording:
    """Two texts as one: the words that stayed, went and came, in the order to read them in."""
    before, after = _words(old), _words(new)
    found: list[tuple[Kept, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append((Kept.SAME, "".join(before[a:b])))
            continue
        found += [(Kept.REMOVED, "".join(before[a:b]))] if b > a else []
        found += [(Kept.ADDED, "".join(after[c:d]))] if d > c else []
    return tuple(found)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _lost(old: TemplateItem, new: TemplateItem, becomes: int, of: int) -> str:
    if old.tier != new.tier:
        before, after = (
            f"{'an' if tier == Tier.OPTION else 'a'} {tier.label.lower()}" for tier in (old.tier, new.tier)
        )
        return f"It was {before} and is {after} now, which is answered in other words."
    if becomes > 1:
        return "It was divided, and each part is answered by itself."
    return "Several items became one, which is answered as a whole." if of > 1 else ""
