"""Looking an installation over: each check answers in a sentence, for the doctor, for serving and for a probe."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

State = Literal["right", "note", "wrong"]


@dataclass(frozen=True)
class Answer:
    """What a check found: right; worth knowing; or wrong, with what to do about it."""

    state: State
    sentence: str


def right(sentence: str) -> Answer:
    return Answer("right", sentence)


def note(sentence: str) -> Answer:
    return Answer("note", sentence)


def wrong(sentence: str) -> Answer:
    return Answer("wrong", sentence)


@dataclass(frozen=True)
class Check:
    """One question. ``blocks`` says that the site does not serve while the answer is wrong."""

    key: str
    title: str
    ask: Callable[[], Answer]
    blocks: bool = False
    of_database: bool = False

    def answer(self) -> Answer:
        """What is found; a check that breaks is itself an answer."""
        try:
            return self.ask()
        except Exception as error:
            said = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
            return wrong(f"This could not be looked at: {said}.")


def checks() -> tuple[Check, ...]:
    """Every check, in the order in which they are best read."""
    from commonground.web.inspection import machine, stored, told

    return (
        Check("debug", "Debug mode", told.debug, blocks=True),
        Check("secret", "Secret", told.secret, blocks=True),
        Check("access_log", "Access log", told.access_log, blocks=True),
        Check("https", "HTTPS", told.https, blocks=True),
        Check("hosts", "Names of the site", told.hosts),
        Check("mail", "Mail", machine.mail),
        Check("database", "Database", stored.database, blocks=True),
        Check("migrations", "Shape of the database", stored.migrations, blocks=True, of_database=True),
        Check("demonstration", "Demonstration", stored.demonstration, blocks=True, of_database=True),
        Check("seal", "Seal of the access log", stored.seal, blocks=True, of_database=True),
        Check("worker", "Worker", stored.worker, of_database=True),
        Check("jobs", "Jobs", stored.jobs, of_database=True),
        Check("clock", "Clock", stored.clock, of_database=True),
        Check("evidence", "Evidence store", machine.evidence),
        Check("disk", "Disk", machine.disk),
        Check("backup", "Backup", machine.backup),
        Check("drill", "Restore drill", machine.drill),
        Check("pango", "PDF", machine.pango),
    )


def inspect(only_blocking: bool = False) -> Iterator[tuple[Check, Answer]]:
    """The checks with their answers. Without a database, or its tables, what asks it is passed over."""
    reachable = True
    for check in checks():
        if (only_blocking and not check.blocks) or (check.of_database and not reachable):
            continue
        answer = check.answer()
        if check.key in ("database", "migrations") and answer.state == "wrong":
            reachable = False
        yield check, answer
