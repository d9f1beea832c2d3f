"""All rules of all packages, for the pages of the roles."""

from functools import cache
from importlib import import_module

from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Rule

PACKAGES = ("partnership", "deliveries", "plan", "papers", "registers")


@cache
def rulebook() -> tuple[Rule, ...]:
    """Every rule, in the order of the packages and as they stand in each."""
    found: dict[str, Rule] = {}
    for package in PACKAGES:
        for value in vars(import_module(f"commonground.{package}.rules")).values():
            if isinstance(value, Rule) and found.setdefault(value.key, value) != value:
                raise ValueError(f"two rules are called {value.key}")
    return tuple(found.values())


def rules_of(role: str) -> dict[str, list[Rule]]:
    """What a role may and may not do."""
    seated = [rule for rule in rulebook() if rule.reach == "seat"]
    return {
        "may": [rule for rule in seated if role in rule.roles],
        "may_not": [rule for rule in seated if role not in rule.roles],
    }


def table() -> list[tuple[Rule, list[bool]]]:
    """Every rule that asks for a seat, with whether it lets in each role, in the order of the roles."""
    return [(rule, [role in rule.roles for role in ROLES]) for rule in rulebook() if rule.reach == "seat"]
