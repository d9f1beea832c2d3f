"""Plans that Hypothesis draws: any words, any dates, any parts."""

from datetime import date

from hypothesis import strategies as st

from commonground.plan import terms
from commonground.plan.written import (
    WrittenAction,
    WrittenAnswer,
    WrittenEvidence,
    WrittenExpectation,
    WrittenPlan,
    WrittenRound,
    WrittenTask,
    WrittenTheme,
    WrittenUpdate,
)

ODD = [  # words that a spreadsheet might make something else of
    "=1+1", "+44 20", "-5", "@here", "'tis", "\t=2", "_x0041_", "a;b", 'say "no"',
    "two\nlines", "a\r\nb", "\x0bsoft", "12", "Yes",
]  # fmt: skip
letters = st.text(st.characters(codec="utf-8"), max_size=12)
words = st.sampled_from(ODD) | letters
named = words.filter(str.strip).filter(lambda said: said.strip("\x1c\x1d\x1e\x1f \n\r\t\x0b\x0c\x85\xa0"))
days = st.dates(date(1890, 1, 1), date(2100, 1, 1))
maybe_day = st.none() | days
lists = st.lists(words, max_size=3).map(tuple)


def one_of(choices):
    return st.sampled_from(list(choices))


evidence = st.builds(
    WrittenEvidence, kind=one_of(terms.EvidenceKind), title=named, of=maybe_day, measure=words, address=words,
    note=words, per_quarter=st.none() | st.integers(0, 400),
)  # fmt: skip
tasks = st.builds(WrittenTask, title=named, due=maybe_day, done=maybe_day)
expectations = st.builds(
    WrittenExpectation, measure=named, direction=one_of(terms.Direction), by=maybe_day, why=words
)
themes = st.builds(WrittenTheme, key=named, title=named, commentary=words, plain_summary=words)
answers = st.builds(
    WrittenAnswer, ref=named, tier=one_of(terms.Tier), theme=named, text=named, reason=words, narrative=words,
    standing=st.none() | one_of(terms.Standing), evidence=st.lists(evidence, max_size=2).map(tuple),
)  # fmt: skip
rags = st.none() | one_of(terms.Rag)
actions = st.builds(
    WrittenAction, ref=named, title=named, theme=named, kind=one_of(terms.ActionKind),
    state=one_of(terms.ActionState), state_reason=words, serves=lists, description=words, agency=words,
    owner=words, contributors=lists,
    starts=maybe_day, due=maybe_day, priority=st.none() | one_of(terms.Priority),
    weight=st.none() | st.integers(-9, 999), weight_reason=words, cost_band=one_of(terms.CostBand),
    funder=words, funded_until=maybe_day,
    level=st.none() | one_of(terms.Level), success=words, expects=st.lists(expectations, max_size=2).map(tuple),
    depends_on=lists, tasks=st.lists(tasks, max_size=2).map(tuple), evidence=st.lists(evidence, max_size=2).map(tuple),
    notes=words, rag=rags, rag_reason=words, derived=rags, derived_because=words, shared_from=words,
    practice_card=words,
)  # fmt: skip
updates = st.builds(
    WrittenUpdate, action=named, received=st.booleans(), rag=rags, rag_reason=words, derived=rags,
    derived_because=words, progress=words, next_steps=words, barriers=words, by=words, agency=words, challenge=words,
    reply=words, decision=words, minute=words, corrects=words,
)  # fmt: skip
rounds = st.builds(
    WrittenRound, number=st.integers(1, 40), title=named, opened=days, closed=maybe_day, meeting=maybe_day,
    updates=st.lists(updates, max_size=3).map(tuple),
)  # fmt: skip


def with_refs_once(parts):
    return st.lists(parts, max_size=3, unique_by=lambda part: part.ref).map(tuple)


plans = st.builds(
    WrittenPlan, form=st.just("commonground.plan/1"), title=named, partnership=named, area_code=words, area_name=words,
    template=named, as_of=days, starts=maybe_day, ends=maybe_day, summary=words, plain_summary=words,
    themes=st.lists(themes, max_size=3).map(tuple), answers=with_refs_once(answers), actions=with_refs_once(actions),
    review=st.none() | rounds, invented=st.booleans(),
)  # fmt: skip
