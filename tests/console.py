"""Pages that are run: each command in their ``console`` blocks, and the lines it is said to print.

In a block marked ``console`` a line after ``$`` is a command, and what follows is what it prints; a line
``...`` stands for any lines. Commands must succeed, unless the next is ``echo $?`` and shows the exit status.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def sessions(page: Path) -> list[tuple[str, list[str]]]:
    """Each command of a page with the lines it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return found


def matches(said: list[str], printed: list[str]) -> bool:
    """Are these the printed lines, with ``...`` for any number of them?"""
    if not said:
        return not printed
    if said[0] == "...":
        return any(matches(said[1:], printed[i:]) for i in range(len(printed) + 1))
    return bool(printed) and said[0] == printed[0] and matches(said[1:], printed[1:])


def play(page: Path, folder: Path) -> None:
    """Run the page's commands in order, in a folder with the repository's data and a store of its own."""
    for part in ("data", "docs", "tests"):
        (folder / part).symlink_to(ROOT / part)
    environment = os.environ | {
        "COMMONGROUND_HOME": str(folder / ".commonground"),
        "COLUMNS": "80",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    commands = sessions(page)
    assert commands, f"{page.name} has no console block"
    status = 0
    for (command, said), (following, _) in zip(commands, [*commands[1:], ("", [])], strict=True):
        if command == "echo $?":
            assert said == [str(status)], f"the exit status before {command!r} is {status}"
            continue
        ran = subprocess.run(
            command, shell=True, cwd=folder, env=environment, text=True, encoding="utf-8", check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        status = ran.returncode
        assert status == 0 or following == "echo $?", f"{command}\nends with {status}:\n{ran.stdout}"
        printed = [line.rstrip() for line in ran.stdout.splitlines()]
        assert matches(said, printed), f"{command}\nprints:\n" + "\n".join(printed)
