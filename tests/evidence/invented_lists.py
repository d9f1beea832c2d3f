"""Invented lists of invented people, with the errors that real ones have, and who is who in them."""

import random
from datetime import date, timedelta
from itertools import combinations

LISTS = {"police": 0.5, "youth_justice": 0.22, "hospital": 0.2}
"""The chance that a person is on each list."""
CONSONANTS, VOWELS, LETTERS = "bdfghjklmnprstvwz", "aeiou", "abcdefghijklmnoprstuvwyz"


class Town:
    """So many people; ``errors`` times the usual number of mistakes in the lists."""

    def __init__(self, people: int, seed: int, errors: float = 1.0) -> None:
        self.random, self.errors = random.Random(seed), errors
        self.forenames, self.surnames = self._names(500, 4), self._names(900, 6)
        self.postcodes = [self._postcode() for _ in range(people // 3)]
        self.people = [self._person() for _ in range(people)]
        self.records: list[dict[str, str]] = []
        self.lists: list[int] = []
        self.truth: list[int] = []
        for place, chance in enumerate(LISTS.values()):
            for who, person in enumerate(self.people):
                if self.random.random() < chance:
                    for _ in range(1 + (self.random.random() < 0.08)):
                        self.records.append(self._written(person))
                        self.lists.append(place)
                        self.truth.append(who)

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """Places of the records of one person, two and two."""
        of: dict[int, list[int]] = {}
        for place, who in enumerate(self.truth):
            of.setdefault(who, []).append(place)
        return {pair for places in of.values() for pair in combinations(places, 2)}

    def rows(self, place: int) -> list[dict[str, str]]:
        """The records of one list."""
        return [record for record, where in zip(self.records, self.lists, strict=True) if where == place]

    def _postcode(self) -> str:
        digits = [self.random.randint(1, 9) for _ in range(2)]
        return f"Z{digits[0]} {digits[1]}{''.join(self.random.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"

    def _names(self, number: int, length: int) -> list[str]:
        letters = [
            "".join(self.random.choice(VOWELS if i % 2 else CONSONANTS) for i in range(self.random.randint(4, length)))
            for _ in range(number)
        ]
        return [name.capitalize() for name in letters]

    def _common(self, names: list[str]) -> str:
        return names[min(int(self.random.paretovariate(0.7)) - 1, len(names) - 1) if self.random.random() < 0.5
                     else self.random.randrange(len(names))]  # fmt: skip

    def _person(self) -> dict[str, str]:
        born = date(1988, 1, 1) + timedelta(days=self.random.randrange(23 * 365))
        return {
            "forename": self._common(self.forenames), "surname": self._common(self.surnames), "dob": born.isoformat(),
            "postcode": self.random.choice(self.postcodes), "sex": "M" if self.random.random() < 0.7 else "F",
        }  # fmt: skip

    def _often(self, chance: float) -> bool:
        return self.random.random() < chance * self.errors

    def _written(self, person: dict[str, str]) -> dict[str, str]:
        found = dict(person)
        for field, chance in (("forename", 0.15), ("surname", 0.1)):
            if self._often(chance):
                found[field] = self._mistyped(found[field])
        if self._often(0.03):
            found["surname"] = self._common(self.surnames)
        if self._often(0.04):
            year, month, day = found["dob"].split("-")
            found["dob"] = f"{year}-{day}-{month}" if int(day) < 13 else f"{year}-{month}-{max(int(day) - 1, 1):02}"
        if self._often(0.1):
            found["postcode"] = self.random.choice(self.postcodes)
        for field, chance in (("postcode", 0.06), ("dob", 0.03)):
            if self._often(chance):
                found[field] = ""
        return found

    def _mistyped(self, name: str) -> str:
        at = self.random.randrange(len(name) - 1)
        return self.random.choice([
            name[:at] + name[at + 1] + name[at] + name[at + 2 :], name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:], name[:at] + self.random.choice(LETTERS) + name[at + 1 :],
        ])  # fmt: skip
