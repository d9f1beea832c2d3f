"""The draw: golden, alike for every record, and what is taken for a list."""

import csv
import io
from collections import Counter
from hashlib import sha256

import numpy as np
import pytest
from scipy.stats import chisquare

from commonground.cli import commonground
from commonground.registers.scrutiny import draw, listing
from commonground.registers.scrutiny.draw import Asked, CannotDraw, Listed
from commonground.registers.scrutiny.few import FEW, WITHHELD, hidden

LIST = [Listed(f"TK/{n:03d}", {"ethnicity": ("Black", "White", "Asian")[n % 3]}) for n in range(1, 31)]
SEED = 20260312
GOLDEN = ["TK/028", "TK/001", "TK/012", "TK/016", "TK/021", "TK/029"]
GOLDEN_BY_CLASS = ["TK/024", "TK/012", "TK/006", "TK/010", "TK/022"]
GOLDEN_DIGEST = "be6715c95cfd1c8dfc3782a6a5689fba25eb7a08a397dbe78ef2b33ece25c63b"


def golden() -> list[str]:
    """The draw as the page “Check the draw” sets it out, without a line of ours."""
    names = sorted(one.reference for one in LIST)
    source = np.random.PCG64(SEED)
    for here in range(6):
        left = len(names) - here
        number = int(source.random_raw())
        while number >= 2**64 - 2**64 % left:
            number = int(source.random_raw())
        there = here + number % left
        names[here], names[there] = names[there], names[here]
    return names[:6]


def test_a_list_and_a_seed_give_these_records_for_ever():
    drawn = draw.drawn(LIST, Asked(6), SEED)
    assert drawn == golden()
    assert drawn == GOLDEN
    assert draw.drawn(reversed(LIST), Asked(6), SEED) == GOLDEN, "whatever the order it came in"
    assert draw.drawn(LIST, Asked(6), SEED + 1) != GOLDEN


def test_a_longer_draw_begins_as_the_shorter():
    assert draw.drawn(LIST, Asked(12), SEED)[:6] == GOLDEN
    assert sorted(draw.drawn(LIST, Asked(30), SEED)) == sorted(one.reference for one in LIST)


def test_by_class_gives_as_many_of_each():
    of = {one.reference: one.strata["ethnicity"] for one in LIST}
    drawn = draw.drawn(LIST, Asked(0, "ethnicity", {"White": 2, "Black": 3}), SEED)
    assert drawn == GOLDEN_BY_CLASS
    assert [of[one] for one in drawn] == ["Black"] * 3 + ["White"] * 2


def test_the_digest_is_of_the_text_that_is_taken_away():
    text = draw.written(LIST)
    assert text.splitlines()[:2] == ["reference,ethnicity", "TK/001,White"]
    assert draw.digest(LIST) == sha256(text.encode()).hexdigest() == GOLDEN_DIGEST
    assert draw.digest(LIST[1:]) != draw.digest(LIST)
    assert draw.as_written(text) == LIST


def test_every_record_is_drawn_as_often():
    """20,000 draws of 5 of 30 at a fixed seed: each record, and each at the first place, as often as any other."""
    source = np.random.PCG64(1)
    bits = lambda: int(source.random_raw())  # noqa: E731
    every, first = Counter(), Counter()
    for _ in range(20_000):
        taken = draw.places(30, 5, bits)
        assert len(set(taken)) == 5
        every.update(taken)
        first[taken[0]] += 1
    for counts in (every, first):
        assert chisquare([counts[n] for n in range(30)]).pvalue > 0.01


def test_seeds_next_to_each_other_draw_as_if_they_were_not():
    counts = Counter(one for seed in range(3000) for one in draw.drawn(LIST, Asked(4), seed))
    assert chisquare([counts[one.reference] for one in LIST]).pvalue > 0.01


def test_a_number_below_a_limit_favours_none():
    given = iter([draw.BITS - 1, 7, 2**63])  # the first is above the last whole round of 10, and thrown away
    assert [draw.below(10, lambda: next(given)) for _ in range(2)] == [7, 2**63 % 10]


@pytest.mark.parametrize(
    ("asked", "seed", "says"),
    [
        (Asked(31), 1, "The list has 30 records, and 31 cannot be drawn"),
        (Asked(0), 1, "at least one"),
        (Asked(1), -1, "The seed must be"),
        (Asked(1), 10**18, "The seed must be"),
        (Asked(0, "ethnicity", {"Blue": 1}), 1, "no record with the ethnicity “Blue”"),
        (Asked(0, "ethnicity", {"Black": 11}), 1, "The ethnicity “Black” has 10 records"),
    ],
)
def test_what_cannot_be_drawn_is_told(asked, seed, says):
    with pytest.raises(CannotDraw, match=says):
        draw.drawn(LIST, asked, seed)


def test_the_terminal_makes_the_draw_again(run, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(draw.written(LIST), "utf-8")
    said = run("redraw", str(file), "--seed", str(SEED), "--draw", "6", "--digest", GOLDEN_DIGEST)
    assert said == [f"30 references; SHA-256 {GOLDEN_DIGEST}", *GOLDEN]
    by = ("--by", "ethnicity", "--quota", "Black=3", "--quota", "White=2")
    assert run("redraw", str(file), "--seed", str(SEED), *by)[1:] == GOLDEN_BY_CLASS
    file.write_text(draw.written(LIST[1:]), "utf-8")
    with pytest.raises(Exception, match="is another list"):
        run("redraw", str(file), "--seed", "1", "--draw", "6", "--digest", GOLDEN_DIGEST)
    with pytest.raises(Exception, match="Say how many were drawn"):
        run("redraw", str(file), "--seed", "1")


@pytest.fixture
def run():
    from click.testing import CliRunner

    def ran(*words: str) -> list[str]:
        found = CliRunner().invoke(commonground, list(words), standalone_mode=False)
        if found.exception:
            raise found.exception
        return found.output.splitlines()

    return ran


@pytest.mark.parametrize(
    "text",
    [
        "TK/1\nTK/2", "reference\nTK/1\nTK/2", "\ufeffRecord number;Month\r\nTK/1;2026-01\r\nTK/2;2026-01\r\n",
        "ethnicity\tReference\nBlack\tTK/1\nWhite\tTK/2\n\n",
    ],
)  # fmt: skip
def test_a_list_is_read(text):
    assert [one.reference for one in listing.read(text)] == ["TK/1", "TK/2"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The list is empty"),
        ("reference\n", "no record below"),
        ("reference,name\nTK/1,x", "Column 2 (“name”) may not be in the list"),
        ("reference,date of birth\nTK/1,x", "may not be in the list"),
        ("month\n2026-01", "no column “reference”"),
        ("reference,reference\nTK/1,TK/2", "two columns of reference"),
        ("TK/1\nTK/1", "Lines 1 and 2 have the same reference"),
        ("TK/1\nJohn Smith", "Line 2 has no reference"),
        ("TK/1\n01/02/2003", "looks like a date"),
        ("TK/1\n07700900123", "looks like a phone number"),
        ("TK/1\nSE136RY", "looks like a postcode"),
        ("TK/1\nAB12CDE", "looks like a number plate"),
        ("TK/1,Black", "more than a reference"),
        ("reference,month\nTK/1,12 January", "the month is not like 2026-03"),
        ("reference,outcome\n" + "\n".join(f"TK/{n},told {n}" for n in range(50)), "is no class"),
        ("reference,outcome\nTK/1,=1+1", "formula"),
        ("reference,outcome\nTK/1,Mr Brown cautioned", "about a person"),
        ('reference,outcome\nTK/1,"open', "not CSV"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(text, says):
    with pytest.raises(listing.NotAList) as no:
        listing.read(text)
    assert says in str(no.value)


def test_what_is_taken_away_holds_no_formula():
    rows = list(csv.reader(io.StringIO(draw.written(listing.read("reference,outcome\nTK/1,-\n".replace("-", "none"))))))
    assert not any(cell[:1] in set("=+-@") for row in rows for cell in row)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 9, "b": 6}, {"a": "9", "b": "6"}),
        ({"a": 9, "b": 2, "c": 1}, {"a": "9", "b": FEW, "c": FEW}),
        ({"a": 9, "b": 2, "c": 0}, {"a": "9", "b": FEW, "c": FEW}),
        ({"a": 9, "b": 6, "c": 2}, {"a": "9", "b": WITHHELD, "c": FEW}),
        ({"a": 9, "b": 4, "c": 4}, {"a": WITHHELD, "b": FEW, "c": FEW}),
        ({"a": 9, "b": 6, "c": 0}, {"a": "9", "b": "6", "c": "0"}),
    ],
)
def test_small_counts_of_a_public_report_cannot_be_worked_out(counts, shown):
    assert hidden(counts) == shown
    total, known = sum(counts.values()), [int(one) for one in shown.values() if one.isdigit()]
    left = total - sum(known)
    few, withheld = (list(shown.values()).count(word) for word in (FEW, WITHHELD))
    ways = {n for n in range(min(4, left) + 1) for rest in [left - n] if _can_be(rest, few - 1, withheld)}
    assert few == 0 or len(ways) > 1


def _can_be(left: int, few: int, withheld: int) -> bool:
    """Whether so much can be made of so many numbers from 0 to 4 and so many from 5."""
    return 5 * withheld <= left and (withheld > 0 or left <= 4 * few)
