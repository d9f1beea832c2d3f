"""Write what declarations and docstrings already say: the reference pages, NOTICE, the lists of the glossary.

    python docs/generate.py

``tests/test_docs.py`` holds the written pages to this, so that neither can change without the other.
"""

import inspect
import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from difflib import unified_diff
from html import escape
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click

from commonground import catalogue, cli
from commonground.evidence.breaks import BREAKS
from commonground.evidence.measure import Count, Measure, measures
from commonground.report.analysis import Analysis, analyses
from commonground.sources import Source, sources

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = "<!-- Written by `make docs` from the declarations; do not edit. -->"
FONT = "src/commonground/report/fonts"


def pages() -> dict[Path, str]:
    """Every generated file and what is to be in it."""
    reference = ROOT / "docs/reference"
    return {
        reference / "sources.md": sources_page(sources().values()),
        reference / "measures.md": measures_page(measures().values()),
        reference / "methods.md": methods_page(),
        reference / "analyses.md": analyses_page(analyses().values()),
        reference / "commands.md": commands_page(),
        ROOT / "NOTICE": notice(sources().values()),
        ROOT / "GLOSSARY.md": glossary((ROOT / "GLOSSARY.md").read_text("utf-8")),
        ROOT / "src/commonground/web/templates/help/terms.html": terms((ROOT / "GLOSSARY.md").read_text("utf-8")),
        reference / "api.json": api_description(),
        reference / "templates.md": templates_page(),
        **schemas(reference / "schemas"),
    }


def sources_page(every: Iterable[Source]) -> str:
    every = list(every)
    rows = [(f"[{s.title}](#{s.key})", s.publisher, f"`{s.key}`") for s in every]
    return page(
        "Sources",
        "What `commonground load` recognises. Each is a module of `src/commonground/sources/`; "
        "`commonground sources KEY` says the same.",
        table(("Source", "Publisher", "Key"), rows),
        *(block for source in every for block in source_entry(source)),
    )


def source_entry(source: Source) -> Iterator[str]:
    yield heading(source.title, source.key)
    yield source.about
    licence = f"[{source.licence.name}]({source.licence.url})" if source.licence.url else source.licence.name
    yield bullets(
        f"Publisher: {source.publisher}",
        f"Licence: {licence}",
        source.is_open and f"Attribution: {source.attribution}",
        source.classify and "The classification is told from the categories in the file.",
        source.disclosure != "default" and f"Small numbers: the rules of `{source.disclosure}`.",
        *(f"Break in series: {BREAKS[key].title}" for key in source.breaks),
        *source.caveats,
    )
    delivered = [
        (f"`{c.name}`", ", ".join(f"`{s}`" for s in c.spelled), c.kind, "yes" if c.required else "no")
        for c in source.delivery
    ]
    if delivered:
        yield table(("Column", "Spelled in the file", "Holds", "Required"), delivered)
    yield "Tidy table: " + ", ".join(f"`{name}`" for name in source.columns) + "."


def measures_page(every: Iterable[Measure]) -> str:
    every = list(every)
    rows = [(f"[{m.title}](#{m.key})", m.unit, f"`{m.key}`") for m in every]
    return page(
        "Measures",
        "What `commonground compare` can count. Each is a module of `src/commonground/evidence/measures/`; "
        "`commonground measures KEY` says the same.",
        table(("Measure", "Unit", "Key"), rows),
        *(block for measure in every for block in measure_entry(measure)),
    )


def measure_entry(measure: Measure) -> Iterator[str]:
    yield heading(measure.title, measure.key)
    yield measure.definition
    rate = f"per {measure.rate_per:,} of the population ({measure.population})"
    yield bullets(
        f"Definition: {measure.version}",
        f"Unit: {measure.unit}, by {measure.grain}; "
        + ("neither more nor less is better" if measure.polarity == "neither" else measure.polarity),
        measure.population and f"Rate: {rate}",
        measure.limits and f"Limits: {measure.limits}",
        measure.flagged_by and f"Flagged by: {measure.flagged_by}",
        measure.comparable_from and f"Comparable from: {measure.comparable_from:%-d %B %Y}",
        *(f"Break in series: {BREAKS[key].title}" for key in measure.breaks),
        *measure.caveats,
    )
    yield "Counted from:"
    yield bullets(*(way(count) for count in measure.counts))


def way(count: Count) -> str:
    told = [f"[{sources()[count.source].title}](sources.md#{count.source})"]
    if count.classification:
        told.append(f"classification `{count.classification}`")
    if count.where:
        told.append("where " + " and ".join(map(str, count.where)))
    if count.of:
        told.append("out of those where " + " and ".join(map(str, count.of)))
    if count.by:
        told.append("can be split by " + ", ".join(part.replace("_", " ") for part in count.by))
    if count.comparable_from:
        told.append(f"comparable from {count.comparable_from:%-d %B %Y}")
    return "; ".join(told) + "." + "".join(f" {caveat}" for caveat in count.caveats)


def methods_page() -> str:
    modules = [import_module(name) for name in catalogue.modules("commonground.methods")]
    return page(
        "Methods",
        "Arrays in, results out: `from commonground.methods import two_counts`. Every function is held to "
        "the numbers of a paper or of R, or to a slow plain version of itself.",
        *(block for module in modules for block in module_entry(module)),
    )


def analyses_page(every: Iterable[Analysis]) -> str:
    every = list(every)
    rows = [(one.question, f"[{one.title}](#{one.key})", f"`{one.command}`") for one in every]
    return page(
        "Analyses",
        "A question put to a table of your own: `commonground analyse ANALYSIS FILE`. Every one answers in a sentence, "
        "a table and, where there is one, a chart (`--out`), says how sure it is, and says what it cannot say.",
        table(("Question", "Analysis", "Command"), rows),
        *(block for one in every for block in analysis_entry(one)),
    )


def analysis_entry(analysis: Analysis) -> Iterator[str]:
    yield heading(analysis.title, analysis.key)
    yield f"{analysis.question} {analysis.method}"
    if analysis.extra:
        yield f"Needs the optional packages `commonground[{analysis.extra}]`."
    yield f"```\ncommonground analyse {analysis.command} {analysis.example}\n```"
    columns = [*analysis.columns, *(column for option in analysis.options for column in option.columns)]
    if columns:
        yield table(("Column", "Holds", "Kind", "Required"), [
            (f"`{c.key}`", c.about, c.kind, "yes" if c.required else "no") for c in columns
        ])  # fmt: skip
    if analysis.options:
        yield table(("Option", "What it says", "If it is not said"), [
            (f"`--{o.key.replace('_', '-')}`", o.about, "" if o.default is None else f"`{o.default}`")
            for o in analysis.options
        ])  # fmt: skip
    yield "It cannot say:"
    yield bullets(*analysis.cannot_say)


def module_entry(module: ModuleType) -> Iterator[str]:
    name = module.__name__.removeprefix("commonground.methods.")
    yield heading(name, name.replace(".", "-"))
    yield inspect.cleandoc(module.__doc__ or "")
    for key, value in vars(module).items():
        if not key.startswith("_") and getattr(value, "__module__", None) == module.__name__:
            if inspect.isfunction(value):
                yield f"### {key}"
                yield f"`{key}{signature(value)}`"
                yield numpydoc(value.__doc__ or "")
            elif inspect.isclass(value):
                yield f"### {key}"
                yield inspect.cleandoc(value.__doc__ or "")


def signature(function: Callable[..., object]) -> str:
    """Names and defaults; types are in the text."""
    parameters = [
        p.name if p.default is p.empty else f"{p.name}={p.default!r}"
        for p in inspect.signature(function).parameters.values()
    ]
    return f"({', '.join(parameters)})"


def numpydoc(docstring: str) -> str:
    """A numpydoc docstring as Markdown: sections in bold, parameters as a list, examples as code."""
    lead, *sections = re.split(r"^(\w+)\n-{3,}\n", inspect.cleandoc(docstring), flags=re.MULTILINE)
    blocks = [lead.strip()]
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        if title == "Examples":
            blocks.append(f"```pycon\n{body.strip()}\n```")
        elif title in ("Parameters", "Raises"):
            entries = re.split(r"\n(?=\S)", body.strip())
            blocks += [f"**{title}**", bullets(*(" — ".join(flat(entry)) for entry in entries))]
        else:
            blocks += [f"**{title}**", textwrap.dedent(body).strip()]
    return "\n\n".join(blocks)


def flat(entry: str) -> list[str]:
    """The name of a parameter, and what is said of it on one line."""
    name, _, said = entry.partition("\n")
    return [f"`{name}`"] + ([" ".join(said.split())] if said.strip() else [])


def commands_page() -> str:
    group = cli.commonground
    root = click.Context(group, info_name="commonground", terminal_width=100, **group.context_settings)
    blocks = ["```text\n" + group.get_help(root) + "\n```"]
    for name in group.list_commands(root):
        command = group.get_command(root, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=root, max_content_width=100, terminal_width=100)
        blocks += [heading(name, name), "```text\n" + command.get_help(context) + "\n```"]
    return page("Commands", "What each command says of itself.", *blocks)


def notice(every: Iterable[Source]) -> str:
    """Whose data and fonts these are, in the words that each licence asks for."""
    by_line: dict[str, list[Source]] = {}
    for source in every:
        if source.is_open:
            by_line.setdefault(source.attribution, []).append(source)
    entries = []
    for line, of in sorted(by_line.items()):
        titles = textwrap.fill("; ".join(s.title for s in of), 100, initial_indent="  ", subsequent_indent="  ")
        urls = "\n".join(sorted({f"  {s.licence.name}: {s.licence.url}" for s in of}))
        entries.append(f"{line}\n{titles}\n{urls}")
    return (
        "Common Ground\nCopyright of the programs: see LICENSE (MIT).\n\n"
        "The data below are carried in data/ or can be loaded; their publishers ask for these words\n"
        "wherever they are used, and every report has those of its own sources. Written by `make docs`.\n\n"
        + "\n\n".join(entries)
        + f"\n\nFonts\n\nSource Sans 3, Copyright 2010-2024 Adobe (http://www.adobe.com/), with Reserved\n"
        f"Font Name 'Source'. SIL Open Font License, Version 1.1: {FONT}/OFL.md\n"
    )


def glossary(text: str) -> str:
    """The glossary with its two lists written anew; the terms between are an author's."""
    found = {
        "measures": {m.title: m.definition for m in measures().values()},
        "sources": {s.title: s.about for s in sources().values()},
    }
    for name, entries in found.items():
        opening, closing = f"<!-- {name}: written by `make docs` -->", f"<!-- end of {name} -->"
        body = "\n\n".join(f"**{title}** — {entries[title]}" for title in sorted(entries, key=str.casefold))
        before, _, rest = text.partition(opening)
        _, found_end, after = rest.partition(closing)
        assert found_end, f"GLOSSARY.md must have its list of {name}"
        text = f"{before}{opening}\n\n{body}\n\n{closing}{after}"
    return text


def terms(text: str) -> str:
    """The terms of the glossary for the help of the site, which has no Markdown."""
    own = text.partition("## Terms")[2].partition("\n## ")[0]
    entries = re.findall(r"^\*\*(.+?)\*\* — (.+)$", own, re.MULTILINE)
    assert entries, "GLOSSARY.md must have its terms"
    lines = [f"<dt>{marked_up(term)}</dt><dd>{marked_up(means)}</dd>" for term, means in entries]
    note = "{# Written by `make docs` from GLOSSARY.md; do not edit. #}"
    return "\n".join([note, '<dl class="cg-terms">', *lines, "</dl>"]) + "\n"


def marked_up(words: str) -> str:
    """Code and links of Markdown in HTML; everything else as it is."""
    words = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words, quote=False))
    return re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", words)


def api_description() -> str:
    """The OpenAPI description of the site’s API. No database is asked."""
    import django
    from django.conf import settings

    if not settings.configured:
        sys.path.insert(0, str(ROOT / "tests"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace_settings")
        django.setup()
    from commonground.web.api.described import description_of

    return json.dumps(description_of(), ensure_ascii=False, indent=1) + "\n"


def templates_page() -> str:
    """The shipped versions, the columns of the spreadsheet, and what the Toolkit says of each approach."""
    from commonground.plan.templates.approaches import approaches
    from commonground.plan.templates.as_csv import COLUMNS
    from commonground.plan.templates.shipped import shipped

    versions = (
        block for t in shipped().values() for block in (f"### {t.title}", t.note, f"Key: `{t.key}`. Source: {t.source}")
    )
    rated = [(one.approach, one.band, one.note) for one in approaches().values()]
    return page(
        "Templates",
        "What a plan is asked to hold. [Write a template](../how-to/write-a-template.md) says how to make one; "
        "the JSON form has a [schema](schemas/template-1.json).",
        heading("Versions that are shipped", "versions"),
        *versions,
        heading("Columns of the spreadsheet", "columns"),
        table(("Column", "Holds"), [(f"`{name}`", holds) for name, holds in COLUMNS.items()]),
        heading("Approaches of the Youth Endowment Fund’s Toolkit", "approaches"),
        "As we read them on pages that have no date. Look one up on the Toolkit before you rely on it.",
        table(("Approach", "Rating", "Note"), rated),
    )


def schemas(folder: Path) -> dict[Path, str]:
    """What may stand in each file that goes from one partnership to another, by its form and version."""
    from commonground.plan import public_form, written_card
    from commonground.plan.moving import forms
    from commonground.plan.templates import as_json

    described = {
        "plan-1": forms.schema(), "practice-card-1": written_card.schema(),
        "public-plan-1": public_form.schema(), "template-1": as_json.schema(),
    }  # fmt: skip
    return {folder / f"{name}.json": described_as_json(schema) for name, schema in described.items()}


def described_as_json(schema: dict[str, object]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def page(title: str, lead: str, *blocks: str) -> str:
    return "\n\n".join([f"# {title}", WRITTEN, lead, *(block for block in blocks if block)]) + "\n"


def heading(title: str, key: str) -> str:
    return f'<a id="{key}"></a>\n\n## {title}'


def bullets(*items: object) -> str:
    return "\n".join(f"* {item}" for item in items if item)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", r"\|") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def stale() -> Iterator[tuple[Path, str, str]]:
    """The pages that are not as they are declared: each with what is written and what should be."""
    for path, text in pages().items():
        written = path.read_text("utf-8") if path.exists() else ""
        if written != text:
            yield path, written, text


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; say what differs, and fail if anything does.")
def main(check: bool) -> None:
    """Write what differs."""
    found = list(stale())
    for path, written, text in found:
        if check:
            click.echo(
                "\n".join(
                    unified_diff(written.splitlines(), text.splitlines(), str(path), "declared", lineterm="", n=0)
                )
            )
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            click.echo(f"written: {path.relative_to(ROOT)}")
    sys.exit(1 if check and found else 0)


if __name__ == "__main__":
    main()
