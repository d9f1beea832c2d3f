"""``verify-log`` and ``seal-log`` say in plain words how it is, and by their exit status."""

import pytest
from click.testing import CliRunner
from tampering import tamper

from commonground.cli import commonground
from commonground.partnership.access_log import Kind, record, verify
from commonground.partnership.rule import Actor

pytestmark = pytest.mark.django_db


def told(*words: str) -> tuple[int, list[str]]:
    ran = CliRunner().invoke(commonground, words)
    return ran.exit_code, ran.output.splitlines()


@pytest.fixture
def rows():
    return [record(Kind.CONSULTATION, f"page:{number}", by=Actor.of_system("a test")) for number in range(3)]


def test_the_log_is_sealed_once(rows):
    assert told("seal-log") == (0, ["3 rows sealed."])
    assert told("seal-log") == (0, ["Every row was sealed already."])


def test_a_whole_log_is_told_with_its_last_hash(rows):
    told("seal-log")
    assert told("verify-log") == (
        0,
        ["Rows under 1 seal: 3. Rows that wait for the next seal: 0.", f"Last hash: {verify().head}",
         "The log is as it was written."],
    )  # fmt: skip


def test_tampering_is_told_and_the_command_fails(rows):
    told("seal-log")
    tamper("update partnership_accessevent set user_name = 'x' where id = %s", rows[1].pk)
    status, lines = told("verify-log")
    assert status == 1
    assert lines[1] == f"Row {rows[1].pk} was changed after seal 1 was made."
    assert lines[-1] == "The log is NOT as it was written."


def test_a_hash_that_was_kept_is_looked_for(rows):
    told("seal-log")
    assert told("verify-log", "--head", verify().head.upper())[0] == 0
    status, lines = told("verify-log", "--head", "0" * 64)
    assert status == 1
    assert lines[1].startswith("The chain does not hold the hash that was kept elsewhere")


def test_of_many_faults_the_first_twenty_are_told():
    written = [record(Kind.CONSULTATION, f"page:{n}", by=Actor.of_system("a test")) for n in range(25)]
    told("seal-log")
    tamper("update partnership_accessevent set user_name = 'x' where id >= %s", written[0].pk)
    assert "And 5 more faults." in told("verify-log")[1]
