"""How many others in a file of records look the same."""

from commonground.report.analysis import Analysis, Asked, Option, Outcome


def work(asked: Asked) -> Outcome:
    from commonground.methods.anonymity import anonymity

    columns = asked.table.others
    wanted = _named(asked["known"])
    private = (asked["private"] or "").strip()
    if missing := [name for name in [*wanted, *([private] if private else [])] if name not in columns]:
        raise ValueError(f"there is no column “{missing[0]}”; the file has {', '.join(columns)}")
    if not wanted:
        raise ValueError(f"say with --known which columns may be known of a person already, of {', '.join(columns)}")
    if private in wanted:
        raise ValueError(f"“{private}” cannot be both known already and private")
    levels = asked["levels"]
    found = anonymity({name: columns[name] for name in wanted}, columns[private] if private else None, levels)

    def draw():
        from commonground.report import charts

        rows = found.table()
        names = ["all columns", *(f"without {name}" for name in rows["left_out"][1:])]
        level = found.levels[min(2, len(found.levels) - 1)]
        return [charts.breakdown(
            "k_anonymity", "Records in small groups, with all columns and without each", names,
            {"records": rows[f"in_groups_below_{level}"]},
            what=f"records in a group of fewer than {level}", of="Columns",
        )]  # fmt: skip

    return Outcome(found, draw, ("Each row is taken for another person. A person with several rows hides in fewer.",))


def _named(words: str | None) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in (words or "").split(",") if word.strip()))


ANALYSIS = Analysis(
    key="k_anonymity",
    title="Records that look alike",
    question="How many people in a file of records could be told apart by what somebody may know of them already?",
    method=(
        "Sizes of the groups with the same values (k-anonymity, Sweeney 2002), with each column left out in turn; "
        "groups that all share one private value (Machanavajjhala et al. 2007)."
    ),
    cannot_say=(
        "Which columns somebody knows: that is for those who know the people and the neighbours.",
        "That a file with large groups is safe: what all of a group share is known of each of them.",
        "Anything of free text, exact dates and places: take them out first.",
    ),
    options=(
        Option(key="known", kind="text", about="The columns that may be known of a person, with commas between."),
        Option(key="private", kind="text", about="A column that must not become known, such as the offence."),
        Option(key="levels", kind="numbers", default=(2, 3, 5, 10), about="Group sizes to hold the file to."),
    ),
    example="docs/examples/k_anonymity.csv --known age_band,sex,ethnicity,ward --private offence",
    work=work,
)
