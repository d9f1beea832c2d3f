"""The plans of a group’s partnerships side by side, as far as each shares: never a ranking, and never living rows.

Each partnership is read from the latest version that it submitted or closed a review with. What it does not share is
not handed on, and is told apart from what is not met and from what is not answered.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.fields.json import KeyTransform

from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.partnership.seen import grouped
from commonground.plan.models import Offer, Sharing, Snapshot
from commonground.plan.models.sharing import Offers, Sharings
from commonground.plan.models.snapshot import Snapshots
from commonground.plan.rules import COMPARE_BOROUGHS
from commonground.plan.shared import shared_part
from commonground.plan.terms import Standing, Tier

NOT_ANSWERED, NOT_SHARED, NO_VERSION, OTHER_TEMPLATE = "not_answered", "not_shared", "no_version", "other_template"
WORDS = {
    **{str(one): str(one.label) for one in Standing},
    NOT_ANSWERED: "Not answered",
    NOT_SHARED: "Not shared",
    NO_VERSION: "Shared, but no version yet",
    OTHER_TEMPLATE: "Another template",
}
"""Every word that can stand in the comparison."""

VERSIONS = (Snapshot.Reason.SUBMITTED, Snapshot.Reason.REVIEWED)
HAS = (Standing.ADOPTED, Standing.ADAPTED)
MOST = 3  # partnerships that have an option which is still said to be rare


@dataclass(frozen=True)
class Borough:
    """A partnership of the group: which parts it shares, of which day they are, and those parts alone."""

    partnership: Partnership
    fields: frozenset[str] = frozenset()
    as_of: date | None = None
    part: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.partnership.area_name or self.partnership.name

    @property
    def template(self) -> str:
        return str(self.part.get("template", ""))

    def lacking(self, what: str) -> str:
        """Why nothing is known of a part: it is not shared, or there is no version yet. Empty where it is there."""
        if what not in self.fields:
            return NOT_SHARED
        return "" if self.as_of else NO_VERSION

    def answers(self) -> Iterator[Mapping[str, Any]]:
        yield from self.part.get("answers", ())

    def actions(self) -> Iterator[Mapping[str, Any]]:
        yield from self.part.get("actions", ())


def boroughs_for(actor: Actor, *parts: str) -> list[Borough]:
    """The partnerships of the actor’s group by name, each with these parts of its plan as far as it shares them."""
    if not COMPARE_BOROUGHS.allows(actor):
        return []
    choices = Sharings(Sharing).seen_by(actor).filter(group=actor.partnership, plan__ended_on=None)
    chosen = {one.partnership_id: one for one in choices}
    versions = _versions([one.plan_id for one in chosen.values() if one.fields], parts)
    return [_borough(one, chosen.get(one.pk), versions.get(one.pk)) for one in grouped(actor)]


def _versions(plans: list[int], parts: tuple[str, ...]) -> dict[int, dict[str, Any]]:
    """By partnership, the named parts of the latest version. The database takes them out, so nothing else is sent."""
    rows = Snapshots(Snapshot).filter(plan__in=plans, reason__in=[str(one) for one in VERSIONS])
    latest = rows.order_by("plan_id", "-as_of", "-id").distinct("plan_id").values("pk")
    taken = {f"the_{name}": KeyTransform(name, F("document")) for name in ("template", "area_name", "themes", *parts)}
    found = Snapshots(Snapshot).filter(pk__in=latest).values("partnership_id", "as_of", **taken)
    return {row["partnership_id"]: {name.removeprefix("the_"): value for name, value in row.items()} for row in found}


def _borough(partnership: Partnership, choice: Sharing | None, version: Mapping[str, Any] | None) -> Borough:
    fields = choice.fields if choice else frozenset()
    if not fields or version is None:
        return Borough(partnership, fields)
    return Borough(partnership, fields, version["as_of"], shared_part(version, fields))


@dataclass(frozen=True)
class Item:
    """A standard or option, as the versions that are shared have it."""

    ref: str
    tier: str
    theme: str
    text: str


@dataclass(frozen=True)
class Comparison:
    """The partnerships and the items of one template, in its order, with the word for each of both."""

    boroughs: tuple[Borough, ...]
    template: str
    templates: tuple[str, ...]
    themes: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    words: Mapping[tuple[int, str], str]

    def word(self, borough: Borough, item: Item) -> str:
        return self.words[borough.partnership.pk, item.ref]

    def who(self, item: Item, *words: str) -> list[Borough]:
        """The partnerships of which one of the words is said, by name."""
        return [one for one in self.boroughs if self.word(one, item) in words]

    @property
    def silent(self) -> list[Borough]:
        """Those that do not share how they stand."""
        return [one for one in self.boroughs if "answers" not in one.fields]

    @property
    def waiting(self) -> list[Borough]:
        """Those that share how they stand, but have neither submitted a version nor closed a review."""
        return [one for one in self.boroughs if one.lacking("answers") == NO_VERSION]

    def narrowed(self, theme: str = "", tier: str = "", ref: str = "") -> "Comparison":
        """Only the items of a theme, of a tier, or one."""
        items = tuple(
            one for one in self.items
            if theme in ("", one.theme) and tier in ("", one.tier) and ref in ("", one.ref)
        )  # fmt: skip
        return Comparison(self.boroughs, self.template, self.templates, self.themes, items, self.words)


def compared(boroughs: Iterable[Borough], template: str = "") -> Comparison:
    """The words for every partnership and item of a template; without one, of that which most of them use."""
    every = tuple(boroughs)
    used = Counter(one.template for one in every if one.template)
    templates = tuple(sorted(used))
    chosen = template if template in used else min(templates, key=lambda one: (-used[one], one), default="")
    alike = [one for one in every if one.template == chosen]
    items = {
        answer["ref"]: Item(answer["ref"], answer["tier"], answer["theme"], answer["text"])
        for one in alike for answer in one.answers()
    }  # fmt: skip
    themes = {theme["key"]: theme["title"] for one in alike for theme in one.part.get("themes", ())}
    words = {(one.partnership.pk, ref): word for one in every for ref, word in _words(one, chosen, items)}
    return Comparison(every, chosen, templates, tuple(themes.items()), tuple(items.values()), words)


def _words(borough: Borough, template: str, refs: Iterable[str]) -> Iterator[tuple[str, str]]:
    lacking = borough.lacking("answers") or (OTHER_TEMPLATE if borough.template != template else "")
    said = {} if lacking else {answer["ref"]: answer.get("standing") or NOT_ANSWERED for answer in borough.answers()}
    for ref in refs:
        yield ref, lacking or said.get(ref, NOT_ANSWERED)


@dataclass(frozen=True)
class Gap:
    """A standard that somebody does not meet or has not answered: three things that are told apart."""

    item: Item
    not_met: list[Borough]
    partly: list[Borough]
    not_answered: list[Borough]


def gaps(comparison: Comparison) -> list[Gap]:
    """The standards with a gap, in the order of the template."""
    standards = comparison.narrowed(tier=Tier.MINIMUM)
    found = [
        Gap(one, standards.who(one, Standing.NOT_MET), standards.who(one, Standing.PARTLY),
            standards.who(one, NOT_ANSWERED))
        for one in standards.items
    ]  # fmt: skip
    return [gap for gap in found if gap.not_met or gap.partly or gap.not_answered]


@dataclass(frozen=True)
class Rare:
    """An option that few have, with those who do."""

    item: Item
    boroughs: list[Borough]


@dataclass(frozen=True)
class Local:
    """An action that serves nothing in the template: somebody’s own idea."""

    borough: Borough
    action: Mapping[str, Any]


def rare_options(comparison: Comparison) -> list[Rare]:
    """Options that at most three partnerships, and at most a quarter of those that share, adopted or adapted."""
    sharing = sum(not one.lacking("answers") for one in comparison.boroughs)
    most = max(1, min(MOST, sharing // 4))
    found = [Rare(one, comparison.who(one, *HAS)) for one in comparison.narrowed(tier=Tier.OPTION).items]
    return [one for one in found if 0 < len(one.boroughs) <= most]


def local_actions(boroughs: Iterable[Borough], themes: Iterable[str]) -> list[Local]:
    """Actions of nobody’s template, in the order of the themes, then by partnership."""
    order = {key: number for number, key in enumerate(themes)}
    found = [
        Local(one, action) for one in boroughs for action in one.actions()
        if not action["serves"] and not action["shared_from"] and action["state"] != "dropped"
    ]  # fmt: skip
    return sorted(found, key=lambda one: (order.get(one.action["theme"], len(order)), one.borough.name))


@dataclass(frozen=True)
class TakenUp:
    """An action that the group offers, with the rows of those who took it up, and of whom it is not known."""

    offer: Offer
    rows: list[Local]
    not_taken: list[Borough]
    not_known: list[Borough]


def taken_up(offers: Iterable[Offer], boroughs: Iterable[Borough]) -> list[TakenUp]:
    """Under each offered action the partnerships’ own rows, by partnership."""
    every = list(boroughs)
    found: dict[str, list[Local]] = {}
    for one in every:
        for action in one.actions():
            if action["shared_from"]:
                found.setdefault(action["shared_from"], []).append(Local(one, action))
    return [_taken(offer, found.get(offer.action.public_id, []), every) for offer in offers]


def _taken(offer: Offer, rows: list[Local], every: list[Borough]) -> TakenUp:
    have = {row.borough.partnership.pk for row in rows}
    not_known = [one for one in every if one.lacking("actions")]
    not_taken = [one for one in every if not one.lacking("actions") and one.partnership.pk not in have]
    return TakenUp(offer, rows, not_taken, not_known)


def offers_for(actor: Actor) -> Offers:
    """The offered actions that the actor may see: of the own table, and of the groups that it is in."""
    return Offers(Offer).seen_by(actor).standing().select_related("partnership", "action")


def part_of(identifier: str) -> Offer | None:
    """What an action was taken up from: the latest offer of the group’s action with this identifier."""
    found = Offers(Offer).filter(action__public_id=identifier).order_by("-offered_at") if identifier else None
    return found.select_related("partnership").first() if found is not None else None


def sharings_for(actor: Actor) -> Sharings:
    """The own table’s choices."""
    found: Sharings = Sharings(Sharing).seen_by(actor).filter(partnership=actor.partnership)
    return found


def groups_of(actor: Actor) -> list[Partnership]:
    """The groups that the actor’s own table is in, by name."""
    assert actor.partnership is not None
    places = actor.partnership.groups.select_related("group").order_by("group__name")
    return [place.group for place in places]
