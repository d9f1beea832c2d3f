"""A small template, and any template that there could be."""

from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from commonground.plan.templates.written import TemplateItem, TemplateTheme, WrittenTemplate
from commonground.plan.terms import Prevention, Tier

OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def made(**changes: object) -> WrittenTemplate:
    """A small template, or one like it."""
    whole: dict[str, object] = {
        "key": "small",
        "title": "Small",
        "themes": (
            TemplateTheme(key="governance", title="Governance"),
            TemplateTheme(key="victims", title="Supporting victims"),
        ),
        "items": (
            TemplateItem(ref="G1", tier=Tier.MINIMUM, theme="governance", text="Meet every month"),
            TemplateItem(ref="V1", tier=Tier.MINIMUM, theme="victims", text="Refer every young victim"),
            TemplateItem(ref="M1", tier=Tier.OPTION, theme="victims", text="Ring the next day"),
        ),
    }
    return WrittenTemplate.model_validate(whole | changes)


LETTERS = st.characters(exclude_categories=("Cs", "Cc"))
LINES = st.one_of(
    st.text(LETTERS, max_size=40),
    st.sampled_from(
        ["=1+1", "+44", "-", "@x", "'tis", "''", "'=a", "2018-06", "1.10", "3/4", 'He said "no"', "a,b", "½"]
    ),
).map(str.strip)
TEXTS = st.lists(LINES, max_size=3).map("\n".join).map(str.strip)
TITLES = LINES.filter(bool)
ENTRIES = st.lists(TITLES.map(lambda words: words.replace(";", ",")), max_size=3).map(tuple)
KEYS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,2}", fullmatch=True).filter(lambda key: len(key) <= 60)
REFS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,6}[A-Za-z0-9])?", fullmatch=True)
DAYS = st.dates().map(date.isoformat).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))


@st.composite
def templates(draw: st.DrawFn) -> WrittenTemplate:
    themes = ["governance", *draw(st.lists(KEYS.filter("governance".__ne__), max_size=2, unique=True))]
    refs = draw(st.lists(REFS, min_size=1, max_size=4, unique_by=str.casefold))
    succeeds = draw(st.one_of(st.just(""), KEYS))
    some = st.lists(st.sampled_from(refs), max_size=3, unique=True).map(tuple)
    mappings = {
        "item_mapping": draw(st.dictionaries(REFS, some, max_size=3)),
        "theme_mapping": draw(st.dictionaries(KEYS, st.sampled_from(themes), max_size=3)),
    }
    return WrittenTemplate(
        key=draw(KEYS),
        title=draw(TITLES),
        published=draw(st.one_of(st.none(), DAYS)),
        source=draw(TEXTS),
        note=draw(TEXTS),
        themes=tuple(TemplateTheme(key=key, title=draw(TITLES), description=draw(TEXTS)) for key in themes),
        items=tuple(draw(items(ref, Tier.MINIMUM if ref == refs[0] else None, themes)) for ref in refs),
        succeeds=succeeds,
        **mappings if succeeds else {},
    )


@st.composite
def items(draw: st.DrawFn, ref: str, tier: Tier | None, themes: list[str]) -> TemplateItem:
    return TemplateItem(
        ref=ref,
        tier=tier or draw(st.sampled_from(Tier)),
        theme=draw(st.sampled_from(themes)),
        text=draw(TEXTS.filter(bool)),
        guidance=draw(TEXTS),
        lead=draw(LINES),
        indicators=draw(ENTRIES),
        evidence_expected=draw(ENTRIES),
        review_frequency=draw(LINES),
        prevention=draw(st.one_of(st.none(), st.sampled_from(Prevention))),
        approach=draw(LINES),
        source=draw(TEXTS),
        confirmed=draw(st.booleans()),
        status=draw(LINES),
    )
