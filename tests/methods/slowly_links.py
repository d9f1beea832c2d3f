"""Uncertain links once more, slowly: each pair in its turn, people as sets of records."""

from collections.abc import Sequence


def divided(pairs: Sequence[tuple[int, int, bool]], records: int) -> list[set[int]]:
    """People, the pairs settled in their order: yes joins two people, no keeps them apart for good."""
    people = [{record} for record in range(records)]
    apart: list[tuple[int, int]] = []
    for i, j, yes in pairs:
        one = next(person for person in people if i in person)
        other = next(person for person in people if j in person)
        if one is other or any({a, b} & one and {a, b} & other for a, b in apart):
            continue
        if yes:
            people.remove(one)
            people.remove(other)
            people.append(one | other)
        else:
            apart.append((i, j))
    return people


def captured(people: Sequence[set[int]], lists: Sequence[int], number: int) -> list[int]:
    """How many people are on each combination of lists."""
    table = [0] * 2**number
    for person in people:
        table[sum(2**place for place in {lists[record] for record in person})] += 1
    return table
