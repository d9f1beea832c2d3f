"""``commonground fingerprint``: a list turned into keyed hashes where it is kept, so that names do not travel."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from commonground.evidence.linkage.forms import Words


@click.command("fingerprint", short_help="Turn a list of people into keyed hashes before it is sent.")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--key-file", type=click.Path(path_type=Path, dir_okay=False), metavar="KEY",
    help="The file of the key that all partners share: at least 32 random bytes.",
)  # fmt: skip
@click.option(
    "--new-key", type=click.Path(path_type=Path, dir_okay=False), metavar="KEY",
    help="Make a key, in a file that does not exist yet, and do nothing else.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="CSV",
    help="Where to write; beside the list, as NAME.fingerprints.csv, unless said.",
)  # fmt: skip
def command(file: Path | None, key_file: Path | None, new_key: Path | None, out: Path | None) -> None:
    """Turn the names, dates of birth and postcodes of a list into keyed hashes, one way.

    Each partner does this where its list is kept, with one key that the partners have agreed and that whoever links the
    lists does not have. What is written has no name, date, postcode or number of the list in it, and lists so written
    link exactly as the names would: ‘commonground analyse linkage’ reads them.

    \b
        commonground fingerprint --new-key partners.key
        commonground fingerprint custody.csv --key-file partners.key

    The list needs columns of forenames, surnames and dates of birth, and may have postcode and sex. Send the key by
    another way than the lists, and keep it nowhere that a list is kept.
    """
    if new_key is not None:
        if file or key_file or out:
            raise click.UsageError("--new-key makes a key and does nothing else: say it alone.")
        _make_key(new_key)
    elif file is None or key_file is None:
        raise click.UsageError("Say which list, and the file of the key: commonground fingerprint LIST --key-file KEY.")
    else:
        _turn(file, key_file, out or file.with_name(f"{file.name.partition('.')[0]}.fingerprints.csv"))


def _make_key(path: Path) -> None:
    import os
    import secrets

    from commonground.evidence.linkage.fingerprint import SHORTEST

    try:
        # Nobody else may read it, from the moment it is there.
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; a key is never written over.") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None
    with os.fdopen(number, "wb") as file:
        file.write(secrets.token_bytes(SHORTEST))
    click.echo(f"Written: {path}, {SHORTEST} random bytes. Give it to the partners, never to whoever links the lists.")


def _turn(file: Path, key_file: Path, out: Path) -> None:
    from commonground.evidence.linkage import PoorKey, fingerprints, forms, headings
    from commonground.sources.readers import columns
    from commonground.sources.readers.refusal import Refusal

    given = columns.sheet(file)
    if headings.is_fingerprinted(given.cells):
        raise Refusal(given.name, "is fingerprinted already.")
    try:
        records = headings.plain_records(given.cells)
        made = fingerprints(records, key_file.read_bytes())
    except headings.WrongColumns as wrong:
        raise Refusal(given.name, f"{wrong}.") from None
    except PoorKey as poor:
        raise Refusal(key_file.name, f"{poor}.") from None
    except OSError as error:
        raise Refusal(str(key_file), f"cannot be read: {error.strerror}.") from None
    if out.resolve() in (file.resolve(), key_file.resolve()):
        raise click.UsageError("--out would be written over the list or the key.")
    _write(made, out)
    click.echo(f"Written: {out}, {len(made):,} records; no name, date of birth, postcode or number of theirs is in it.")
    for field, share in forms.known(made).items():
        if share < 1:
            click.echo(f"  {field}: known or readable in {share:.0%} of them")


def _write(made: "Iterable[Words]", out: Path) -> None:
    import csv

    from commonground.evidence.linkage.fingerprint import COLUMNS, row
    from commonground.sources.readers.refusal import Refusal

    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(map(row, made))
        part.replace(out)
    except OSError as error:
        raise Refusal(str(out), f"cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
