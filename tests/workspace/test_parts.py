"""The parts of pages: what they say without colour, without JavaScript, and to who does not see them."""

import gzip
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory

from commonground.evidence.figure import Figure
from commonground.report.blocks import Block, Chart, KeyFigure, KeyFigures, Notice, Paragraph, Statement, Table
from commonground.web import navigation
from commonground.web.differences import marked
from commonground.web.forms.look import DayField, Radios
from commonground.web.listing import order
from commonground.web.sparks import FOOT, Spark
from commonground.web.templatetags import blocks, parts
from commonground.web.views.sample import chart

WEB = Path(__file__).parents[2] / "src" / "commonground" / "web"
STATIC, TEMPLATES = WEB / "static", WEB / "templates"


def drawn(tag: str, address: str = "/", **context) -> str:
    request = RequestFactory().get(address)
    return Template("{% load parts blocks %}" + tag).render(Context({"request": request, **context}))


def words(html: str) -> str:
    """What is read out."""
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class Asked(forms.Form):
    panel = forms.CharField(
        label="Panel", help_text="As it is known.", error_messages={"required": "Enter the name of the panel"}
    )
    met = DayField(label="Day it met")
    chair = forms.ChoiceField(label="Chair", choices=[("a", "Ann"), ("b", "Bo")], widget=Radios(hints={"b": "Deputy"}))
    notes = forms.CharField(label="Notes", widget=forms.Textarea, max_length=90, required=False)


# How things stand


@pytest.mark.parametrize("said", ["rose", "fell", "no clear change", "cannot be compared"])
def test_a_verdict_is_words_and_a_shape_of_its_own(said):
    html = drawn("{% verdict said %}", said=said)
    assert words(html) == said
    others = [drawn("{% verdict said %}", said=other) for other in parts.VERDICT_SHAPES if other != said]
    shape = re.search(r"<svg.*</svg>", html)[0]
    assert [other for other in others if shape in other] == []


def test_each_rag_colour_has_a_shape_of_its_own():
    shapes = {re.search(r"<svg.*</svg>", drawn("{% rag c 'x' %}", c=colour))[0] for colour in parts.RAG_SHAPES}
    assert len(shapes) == 5


def test_freshness_says_the_day_in_words():
    late = drawn("{% freshness 'late' day %}", day=date(2026, 8, 31))
    assert words(late) == "Data to 31 August 2026; newer data are due"
    assert words(drawn("{% freshness 'missing' %}")) == "No data"


def test_a_sparkline_starts_from_nought_and_has_gaps():
    spark = Spark.of([10, 5, None, 10])
    assert spark.path == "M4.0,4.0L54.7,22.0M156.0,4.0"
    assert (spark.x, spark.y) == (156.0, 4.0)
    assert Spark.of([0, 0]).y == FOOT
    assert words(drawn("{% sparkline v 'Nothing' %}", v=[None, None])) == "no data"


def test_a_job_that_is_finished_asks_no_more():
    working = drawn("{% progress 'Building' renew='/job/' done=2 total=5 %}")
    finished = drawn("{% progress 'Building' renew='/job/' finished='/result/' %}")
    assert ("data-renews" in working, "data-renews" in finished) == (True, False)
    assert 'href="/job/"' in working  # without JavaScript
    assert 'href="/result/"' in finished


def test_two_versions_lose_nothing_and_mark_what_differs():
    theirs, yours = "A lamp near the  station.\nSoon.", "A visit to the  station.\nSoon."
    for text, runs in zip((theirs, yours), marked(theirs, yours), strict=True):
        assert "".join(run for run, _ in runs) == text
    assert [run for run, alone in marked(theirs, yours)[0] if alone] == [" lamp near"]
    html = drawn("{% two_versions a b by='Ann' when='today' %}", a="<b>one</b>", b="two")
    assert "&lt;b&gt;one&lt;/b&gt;" in html


# Lists


def test_a_heading_sorts_by_a_link_and_turns_round():
    first = drawn("{% sort_heading 'Ward' 'ward' %}", "/?kind=a&page=3")
    assert 'href="?kind=a&amp;sort=ward"' in first
    assert 'aria-sort="none"' in first
    again = drawn("{% sort_heading 'Ward' 'ward' %}", "/?sort=ward")
    assert ('href="?sort=-ward"' in again, 'aria-sort="ascending"' in again) == (True, True)


def test_the_order_asked_for_is_one_of_the_columns():
    ask = RequestFactory().get
    columns = {"ward": "ward__name"}
    assert order(ask("/?sort=-ward"), columns, "ward").by == "-ward__name"
    assert order(ask("/?sort=password"), columns, "ward").by == "ward__name"
    assert order(ask("/?sort=--ward"), columns, "ward").by == "ward__name"


def test_pages_keep_what_was_asked_and_one_page_shows_none():
    many = drawn("{% pagination page %}", "/?kind=a", page=Paginator(range(50), 10).get_page(2))
    assert ('href="?kind=a&amp;page=3"' in many, 'aria-current="page"' in many) == (True, True)
    assert words(drawn("{% pagination page %}", page=Paginator(range(5), 10).get_page(1))) == ""


def test_a_filter_does_not_call_its_questions_optional():
    assert "(optional)" not in drawn("{% filter_panel form %}", form=Asked())
    assert "Notes (optional)" in words(str(Asked()))


# Forms


def test_each_error_leads_to_its_question():
    form = Asked({"met_day": "31", "met_month": "2", "met_year": "2026"})
    html = drawn("{% error_summary form %}", form=form)
    page = html + str(form)
    links = re.findall(r'href="#([^"]+)">([^<]+)<', html)
    assert links == [
        ("id_panel", "Enter the name of the panel"),
        ("id_met_0", "Enter a real date, like 27 3 2026"),
        ("id_chair_0", "This field is required."),
    ]
    assert [key for key, _ in links if f'id="{key}"' not in page] == []


def test_a_form_not_sent_has_no_errors():
    assert drawn("{% error_summary form %}{% error_summary None %}", form=Asked()).strip() == ""


def test_hint_and_error_are_tied_to_the_answer():
    html = str(Asked({}))
    assert 'aria-describedby="id_panel_helptext id_panel_error"' in html
    for key in re.findall(r'aria-describedby="([^"]+)"', html):
        assert [one for one in key.split() if f'id="{one}"' not in html] == []


def test_the_server_judges_length_and_need_so_that_nothing_is_cut_in_silence():
    html = str(Asked())
    assert (" required" in html, "maxlength=" in re.sub("data-maxlength", "", html)) == (False, False)
    assert "You can enter up to 90 characters" in html


def test_ids_of_a_form_are_unique():
    ids = re.findall(r'\sid="([^"]+)"', str(Asked({})))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("given", [("31", "2", "2026"), ("", "2", "2026"), ("x", "y", "z"), ("1", "1", "26")])
def test_what_is_no_day_is_refused_and_comes_back_as_typed(given):
    form = Asked(dict(zip(("met_day", "met_month", "met_year"), given, strict=True)))
    assert form.errors["met"] == ["Enter a real date, like 27 3 2026"]
    assert [part["value"] for part in DayField().widget.get_context("met", given, {})["widget"]["parts"]] == list(given)


def test_a_day_is_read_and_shown():
    class When(forms.Form):
        met = DayField()

    form = When({"met_day": "7", "met_month": "03", "met_year": "2026"})
    assert form.is_valid()
    assert form.cleaned_data == {"met": date(2026, 3, 7)}
    assert re.findall(r'value="(\d+)"', str(When(initial={"met": date(2026, 3, 7)}))) == ["7", "3", "2026"]


def test_a_choice_is_tied_to_its_hint():
    assert re.search(r'id="id_chair_1"[^>]*aria-describedby="id_chair_1_hint"', str(Asked()))


# Blocks


def test_a_figure_carries_its_value_and_a_withheld_one_none():
    shown = Figure(1234, "1,234", "count", (), ())
    hidden = Figure(None, "fewer than 5", "withheld", (), (), withheld="small number")
    html = blocks.show_block(Paragraph((shown, " and ", hidden, " <b>")))
    assert '<data value="1234">1,234</data> and <span class="cg-withheld">fewer than 5</span> &lt;b&gt;' in html


def test_every_kind_of_block_has_its_template():
    names = {path.stem for path in (TEMPLATES / "parts" / "blocks").glob("*.html")}
    assert {kind.__name__.lower() for kind in get_args(Block)} <= names


def test_blocks_say_what_the_report_says():
    html = blocks.show_blocks(
        (
            Statement(("Fewer.",), "fell"),
            KeyFigures((KeyFigure("Knife crime", ("81",), "rose", ("in a year",)),)),
            Notice("missing", "Hospital data", ("None.",)),
            Table("By year", ("Year", "Number"), ((("2025",), ("81",)),)),
        )
    )
    assert words(html) == (
        "Fewer. fell Knife crime 81 rose in a year Data missing Hospital data None. By year Year Number 2025 81"
    )
    assert 'aria-labelledby="block-4-caption"' in html


def test_a_chart_is_drawn_twice_with_names_of_their_own_and_its_numbers():
    html = blocks.show_block(chart(), 3)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert (html.count("<svg"), html.count("<table"), "Figure 3" in html) == (2, 1, True)


def test_a_drawing_with_inline_style_is_refused():
    with pytest.raises(ValueError, match="inline style"):
        blocks._svg('<svg><path style="fill: red"/></svg>')


def test_a_chart_without_a_drawing_for_phones_keeps_its_only_one():
    table = Table("c", ("a", "b"), ())
    spec = {"data": {"values": [{"a": 1}]}, "mark": "point"}
    html = blocks.show_block(Chart("one", "t", "alt", spec, table))
    assert (html.count("cg-drawing__page"), html.count("cg-drawing__phone")) == (1, 0)


# The frame


def test_the_navigation_shows_what_the_role_may_open(monkeypatch):
    rules = {"partnership": True, "roles": False}
    places = (navigation.Place("Overview", "partnership"), navigation.Place("Not made yet", "gone"))
    monkeypatch.setattr(navigation, "PARTNERSHIP", places)
    monkeypatch.setattr(navigation, "_rule", lambda route: SimpleNamespace(allows=lambda actor: rules[route]))
    actor = SimpleNamespace(partnership=SimpleNamespace(slug="lewisham", is_group=False))
    request = RequestFactory().get("/partnerships/lewisham/")
    shown = navigation.service(request, actor)
    assert [(link.title, link.current) for link in shown] == [("Overview", True)]
    rules["partnership"] = False
    assert navigation.service(request, actor) == []


def test_the_page_of_parts_is_light():
    """All that a browser asks for but the map, as it is sent."""
    page = Client(SERVER_NAME="localhost").get("/design/")
    assert page.status_code == 200
    loaded = ("site.css", "site.js", "enabled.js", "live.js")
    packed = [page.content, *((STATIC / name).read_bytes() for name in loaded)]
    letters = [(STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in ("regular", "semibold")]
    assert sum(len(gzip.compress(part)) for part in packed) + sum(letters) < 60_000


def test_the_page_of_parts_shows_every_tag():
    pages = [TEMPLATES / "design.html", TEMPLATES / "page.html", *(TEMPLATES / "design").glob("*.html")]
    pages += (TEMPLATES / "parts").rglob("*.html")
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert {tag for library in (parts, blocks) for tag in library.register.tags if f"{{% {tag} " not in text} == set()
