"""``load``, ``forget`` and ``sources`` as they are met in a terminal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

LINES = (
    "MajorText,MinorText,LookUp_BoroughName,202112,202201",
    "Violence Against the Person,Violence with Injury,Lewisham,12,15",
)


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    """A small borough file in a folder that says when it was published."""
    path = tmp_path / "published-2023-12" / "b.csv"
    path.parent.mkdir()
    path.write_text("\n".join(LINES) + "\n", "utf-8")
    return path


def commonground(tmp_path: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command with a store of its own."""
    return subprocess.run(
        [Path(sys.executable).parent / "commonground", *map(str, arguments)],
        env={"COMMONGROUND_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_load_answers_in_json_exactly_so(tmp_path, delivered):
    bad = tmp_path / "bad.csv"
    bad.write_text("apples,pears\n1,2\n", "utf-8")
    done = commonground(tmp_path, "load", delivered, bad, "--json")
    assert done.returncode == 2
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    (id,) = [p.name for p in (tmp_path / "home/evidence/mps_borough").iterdir()]
    assert id.startswith("mps_borough-2023-12-")
    assert answer == {
        "files": [
            {
                "file": str(delivered),
                "source": "mps_borough",
                "edition": {
                    "id": id,
                    "source": "mps_borough",
                    "classification": "home-office-2019",
                    "published": "2023-12",
                },
                "rows": {"read": 1, "loaded": 1, "rejected": 0},
                "rejections": [],
                "warnings": [],
            },
            {
                "file": str(bad),
                "source": None,
                "edition": None,
                "rows": {"read": 0, "loaded": 0, "rejected": 0},
                "rejections": [],
                "warnings": [],
                "error": (
                    f"{bad}: is not a file that is known here (its columns: “apples”, “pears”); "
                    "“commonground sources” lists what can be loaded."
                ),
            },
        ]
    }


def test_load_twice_then_list_then_forget(tmp_path, delivered):
    done = commonground(tmp_path, "load", delivered)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{delivered}: 1 row of MPS recorded crime by borough, classification home-office-2019, published 2023-12.\n"
    )
    again = commonground(tmp_path, "load", delivered)
    (id,) = [p.name for p in (tmp_path / "home/evidence/mps_borough").iterdir()]
    assert (again.returncode, again.stdout) == (
        0,
        f"{delivered}: was loaded before as {id}; nothing has changed.\n",
    )

    listed = commonground(tmp_path, "sources", "--loaded")
    assert f"    {id}: 1 row, home-office-2019, 2021-12 to 2022-01\n" in listed.stdout
    plain = json.loads(commonground(tmp_path, "sources", "--json").stdout)
    assert [len(s["editions"]) for s in plain["sources"] if s["source"] == "mps_borough"] == [1]
    assert {"mps_ward", "police_street", "imd_2019"} <= {s["source"] for s in plain["sources"]}
    told = commonground(tmp_path, "sources", "mps_borough").stdout
    assert "LookUp_BoroughName or BoroughName or Borough" in told
    assert "Open Government Licence v2.0" in told

    gone = commonground(tmp_path, "forget", "mps_borough-2023")
    assert (gone.returncode, gone.stdout) == (0, f"{id} is out of the store: 1 row, from {delivered}.\n")
    assert commonground(tmp_path, "sources", "--loaded").stdout.endswith("the store has no edition.\n")
    unknown = commonground(tmp_path, "forget", "mps_borough-2023")
    assert unknown.returncode == 2
    assert "there is no edition “mps_borough-2023”" in unknown.stderr


def test_a_publication_that_is_no_month(tmp_path, delivered):
    done = commonground(tmp_path, "load", delivered, "--published", "2019-13")
    assert done.returncode == 2
    assert "“2019-13” is not a month or day such as 2019-02 or 2019-02-14." in done.stderr
    assert not (tmp_path / "home").exists()


def test_the_user_s_publication_goes_before_the_folder_s(tmp_path, delivered):
    done = commonground(tmp_path, "load", delivered, "--published", "2024-01-15", "--json")
    assert json.loads(done.stdout)["files"][0]["edition"]["published"] == "2024-01-15"


@pytest.mark.parametrize("arguments", [["load"], ["load", "nowhere.csv"], ["sources", "apples"], ["forget", "x"]])
def test_what_a_user_can_get_wrong_ends_with_status_2_and_no_traceback(tmp_path, arguments):
    done = commonground(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["load", "forget", "sources"])
def test_help_teaches_by_example(tmp_path, command):
    done = commonground(tmp_path, command, "--help")
    assert done.returncode == 0
    assert f"commonground {command}" in done.stdout
