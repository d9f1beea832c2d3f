"""Dates as people write them into plans."""

from datetime import date

import pytest

from commonground.partnership.spreadsheets import days
from commonground.partnership.spreadsheets.colours import colour_of
from commonground.partnership.spreadsheets.tables import Cell
from commonground.plan.moving.said import rag_of, standing_of
from commonground.plan.terms import Rag, Standing, Tier

LAST = "the last day of the month"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2020-03-31", date(2020, 3, 31)),
        ("31/03/2020", date(2020, 3, 31)),
        ("31.3.20", date(2020, 3, 31)),
        ("by 31/03/2020", date(2020, 3, 31)),
        ("31st March 2020", date(2020, 3, 31)),
        ("1 Sept 19", date(2019, 9, 1)),
        ("by the end of 30 June 2020", date(2020, 6, 30)),
        ("05/05/2020", date(2020, 5, 5)),
    ],
)
def test_a_plain_date_is_taken_and_nothing_said(words: str, day: date) -> None:
    assert days.read(Cell(text=words)) == days.Read(day)


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [
        ("Sept 2019", date(2019, 9, 30), "taken as 30 September 2019, the last day of the month"),
        ("Sept 19", date(2019, 9, 30), f"taken as 30 September 2019, {LAST}; it could also mean 19 September"),
        ("Feb '20", date(2020, 2, 29), f"taken as 29 February 2020, {LAST}; it could also mean 20 February"),
        ("End of March 2020", date(2020, 3, 31), "taken as 31 March 2020, the last day of the month"),
        ("03/2020", date(2020, 3, 31), "taken as 31 March 2020, the last day of the month"),
        ("Q1 2019/20", date(2019, 6, 30), "taken as 30 June 2019, the last day of that quarter"),
        ("Q3 2019/20", date(2019, 12, 31), "taken as 31 December 2019, the last day of that quarter"),
        ("Q4 19-20", date(2020, 3, 31), "taken as 31 March 2020, the last day of that quarter"),
        ("FY 2019/20", date(2020, 3, 31), "taken as 31 March 2020, the last day of that financial year"),
        ("03/04/2020", date(2020, 4, 3), "read day first, as 3 April 2020"),
        ("43921", date(2020, 3, 31), "taken as 31 March 2020, which is how Excel counts days"),
    ],
)  # fmt: skip
def test_a_month_or_a_quarter_is_its_last_day_and_that_is_said(words: str, day: date, said: str) -> None:
    assert days.read(Cell(text=words)) == days.Read(day, f"“{words}” was {said}")


UNREADABLE = ["Ongoing", "TBC", "2019", "Q3 2019", "Autumn 2019", "1/4/19 - 1/6/19", "12"]


@pytest.mark.parametrize("words", UNREADABLE)
def test_what_is_no_date_stays_in_words(words: str) -> None:
    read = days.read(Cell(text=words))
    assert (read.day, read.taken, read.unread[: len(words) + 2]) == (None, "", f"“{words}”")


@pytest.mark.parametrize("words", ["31/06/2019", "30 Feb 2020", "04/25/2019", "Q3 2019/21"])
def test_a_day_that_does_not_exist_is_said(words: str) -> None:
    assert days.read(Cell(text=words)) == days.Read(unread=f"“{words}” is a day that does not exist")


def test_a_date_of_the_spreadsheet_is_itself_and_nothing_is_nothing() -> None:
    assert days.read(Cell(text="31/03/2020", day=date(2020, 3, 31))) == days.Read(date(2020, 3, 31))
    assert days.read(Cell()) == days.Read()


@pytest.mark.parametrize(
    ("words", "rag"),
    [
        ("G", Rag.GREEN), ("On Track", Rag.GREEN), ("a", Rag.AMBER), ("RED - no funding", Rag.RED),
        ("Done", Rag.COMPLETE), ("Not started", Rag.NOT_STARTED), ("Purple", None), ("Green/Amber", None),
        ("not on track", Rag.RED),
    ],
)  # fmt: skip
def test_the_words_of_a_rag(words: str, rag: Rag | None) -> None:
    assert rag_of(Cell(text=words)) == (rag, "")


def test_the_colour_counts_only_where_there_are_no_words() -> None:
    assert rag_of(Cell(text="R", colour="green")) == (Rag.RED, "")
    assert rag_of(Cell(colour="green")) == (Rag.GREEN, "the cell is empty and green; it was taken as “On track”")
    assert rag_of(Cell()) == (None, "")


@pytest.mark.parametrize(
    ("rgb", "colour"),
    [
        ("FF0000", "red"), ("C00000", "red"), ("FFC000", "amber"), ("FFFF00", "amber"), ("ED7D31", "amber"),
        ("92D050", "green"), ("00B050", "green"), ("C6EFCE", "green"), ("4472C4", "blue"), ("FFFFFF", ""),
        ("D9D9D9", ""), ("000000", ""), ("auto", ""),
    ],
)  # fmt: skip
def test_colours_as_office_offers_them(rgb: str, colour: str) -> None:
    assert colour_of(rgb) == colour


def test_yes_means_met_of_a_standard_and_adopted_of_an_option() -> None:
    assert standing_of(Cell(text="Yes"), Tier.MINIMUM) == Standing.MET
    assert standing_of(Cell(text="Yes"), Tier.OPTION) == Standing.ADOPTED
    assert standing_of(Cell(text="Green"), Tier.MINIMUM) is None
