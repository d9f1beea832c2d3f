"""The API: by key, for reading, with the same numbers as the pages, and each call written down."""

import json
from datetime import date, timedelta

import made_register
import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from commonground.partnership.changes.systems import NotMade, make_key, revoke_key
from commonground.partnership.models import AccessEvent, System
from commonground.web.api.described import description_of, operations


@pytest.fixture
def key(cast) -> str:
    """A key of the own partnership."""
    return made(cast.own)[1]


def made(table, name="Council dashboard", days=30) -> tuple[System, str]:
    with scope(partnership=table.partnership):
        return make_key(name, "To show the figures on the council’s dashboard", days, by=table.actor("administrator"))


def ask(path: str, key: str = "", **more: str):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return Client(headers=headers | more).get(f"/api/v1/{path}")


def test_without_a_key_nothing_is_told_and_the_answer_says_how_to_get_one(cast):
    answer = ask("measures")
    assert (answer.status_code, answer.headers["Content-Type"], answer.headers["WWW-Authenticate"]) == (
        401, "application/problem+json", "Bearer",
    )  # fmt: skip
    assert answer.json() == {
        "type": "about:blank", "title": "Unauthorized", "status": 401, "faults": [],
        "detail": "This needs a key, in the header “Authorization: Bearer …”. An administrator of the partnership "
        "makes one.",
    }  # fmt: skip


def test_a_key_opens_the_measures_and_the_call_is_a_disclosure_to_the_system(cast, key):
    answer = ask("measures?limit=2", key)
    assert (answer.status_code, len(answer.json()["items"])) == (200, 2)
    row = AccessEvent.objects.filter(kind="disclosure").get()
    assert (row.recipient, row.user_name, row.record, row.purpose) == (
        "Council dashboard", "Council dashboard", "api:/api/v1/measures",
        "To show the figures on the council’s dashboard",
    )  # fmt: skip
    assert (row.partnership, row.details["asked"], row.details["bytes"]) == (
        cast.own.partnership, "limit=2", len(answer.content),
    )  # fmt: skip


def test_only_a_hash_of_the_key_is_kept(cast):
    system, key = made(cast.own)
    with scopes_disabled():
        kept = System.objects.filter(pk=system.pk).values().get()
    assert key not in str(kept) and kept["begins"] == key[:8] and len(key) > 40
    assert key not in str([*AccessEvent.objects.values()])


@pytest.mark.parametrize("gone", ["revoked", "expired", "never made"])
def test_a_key_that_does_not_work_is_told_so_alike_and_the_log_knows_whose_it_was(cast, gone):
    system, key = made(cast.own)
    with scope(partnership=cast.own.partnership):
        if gone == "revoked":
            revoke_key(system, by=cast.own.actor("administrator"))
        elif gone == "expired":
            System.objects.filter(pk=system.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        else:
            key = "cg_nobody-made-this"
    answer = ask("measures", key)
    assert (answer.status_code, answer.json()["detail"]) == (
        401, "This key is unknown, or it has expired or been revoked.",
    )  # fmt: skip
    row = AccessEvent.objects.filter(refused=True).get()
    whose = (None, "an unknown system") if gone == "never made" else (cast.own.partnership, "Council dashboard")
    assert (row.partnership, row.user_name) == whose


def test_a_key_is_made_for_a_year_at_most_and_once_for_a_name(cast):
    with pytest.raises(NotMade, match="A key can last from 1 to 365 days"):
        made(cast.own, days=366)
    made(cast.own)
    with pytest.raises(NotMade, match="There is already a key for “council DASHBOARD”"):
        made(cast.own, "council  DASHBOARD")
    made(cast.other)  # another partnership's names are its own


def test_revoking_twice_is_revoking_once(cast):
    system, _ = made(cast.own)
    with scope(partnership=cast.own.partnership):
        for _ in range(2):
            revoke_key(system, by=cast.own.actor("administrator"))
    assert AccessEvent.objects.filter(kind="alteration").count() == 1


def test_an_administrator_elsewhere_cannot_revoke_it(cast):
    system, key = made(cast.own)
    with scope(partnership=cast.other.partnership):
        revoke_key(system, by=cast.other.actor("administrator"))
    assert ask("measures", key).status_code == 200


def test_nothing_is_sent_if_the_log_cannot_be_written(cast, key, monkeypatch):
    from django.db import DatabaseError

    from commonground.partnership import access_log

    def fails(*_, **__):
        raise DatabaseError

    monkeypatch.setattr(access_log, "record", fails)
    answer = ask("measures", key)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "knife" not in answer.content.decode()


def test_too_many_calls_are_told_when_to_come_back(cast, key, settings):
    settings.LIMITS = settings.LIMITS | {"api": (2, 60)}
    answers = [ask("areas?limit=1", key) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert AccessEvent.objects.filter(refused=True, details__why="too many requests").count() == 1


def test_wrong_keys_cannot_be_tried_for_long(cast, settings):
    settings.LIMITS = settings.LIMITS | {"api-key": (3, 60)}
    assert [ask("areas", f"cg_{n}").status_code for n in range(5)] == [401, 401, 401, 429, 429]


def test_nothing_can_be_written(cast, key):
    client = Client(headers={"Authorization": f"Bearer {key}"})
    for method in ("post", "put", "patch", "delete", "options"):
        answer = getattr(client, method)("/api/v1/measures")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert client.head("/api/v1/measures").status_code == 200


def test_an_answer_that_has_not_changed_is_not_sent_again(cast, key):
    first = ask("sources?limit=1", key)
    again = ask("sources?limit=1", key, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"] == "Authorization"


def test_what_is_not_there_and_what_is_not_understood_is_said_in_a_sentence(cast, key):
    assert ask("measures/happiness", key).json()["detail"] == (
        "There is no measure “happiness”; the list of measures names them all."
    )
    assert ask("nowhere").json()["status"] == 404
    wrong = ask("areas?limit=0&type=village", key)
    assert (wrong.status_code, [fault["field"] for fault in wrong.json()["faults"]]) == (422, ["type", "limit"])


def test_a_misspelt_parameter_is_refused_and_not_passed_over(cast, key):
    answer = ask("findings?measure=homicide&area=E09000023&edtion=mps_borough-2019-02", key)
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "There is no parameter called “edtion” here. This takes against, area, edition, measure, months, to.",
    )


def test_lists_come_in_stretches(cast, key):
    whole = ask("areas?type=local_authority&limit=500", key).json()
    part = ask("areas?type=local_authority&limit=3&offset=4", key).json()
    assert part == {"total": whole["total"], "offset": 4, "limit": 3, "items": whole["items"][4:7]}


def test_a_system_sees_no_people_and_no_systems(cast):
    system, _ = made(cast.own)
    with scope(partnership=cast.own.partnership):
        from commonground.partnership.models import Agency, Membership

        for model in (System, Membership, Agency):
            assert model.objects.seen_by(system.actor()).count() == 0


def test_the_description_is_openapi_and_names_every_address(db):
    described = description_of()
    assert (described["openapi"], json.loads(json.dumps(described)) == described) == ("3.1.0", True)
    assert Client().get("/api/v1/openapi.json").json() == described
    assert [one.path for one in operations(described)] == list(described["paths"])


def test_the_page_for_people_has_every_address(cast, visit):
    page = visit().get("/api/v1/").content.decode()
    assert [one.path for one in operations(description_of()) if one.path not in page] == []


@pytest.fixture
def evidence(boroughs_home, settings):
    """The figures by borough on the shelf that all share."""
    settings.HOME = boroughs_home


VIOLENCE = "measure=violence_against_the_person&area=E09000023"


def test_a_finding_says_what_the_page_says_with_all_that_limits_it(cast, key, evidence):
    found = ask(f"findings?{VIOLENCE}&to=2018-09&months=6&edition=mps_borough-2019-02", key).json()
    assert (found["statement"], found["verdict"], found["count"]["value"], found["baseline_count"]["value"]) == (
        "Lewisham had 4,678 recorded offences of violence against the person in April to September 2018, compared "
        "with 4,820 in April to September 2017: no clear change (−2.9%; 95% interval −6.8% to +1.1%).",
        "no clear change", 4678, 4820,
    )  # fmt: skip
    assert found["count"]["recipe"] == {
        "method": "count",
        "arguments": {
            "measure": "violence_against_the_person", "area": "E09000023", "area_type": "local_authority",
            "period": "2018-04..2018-09", "source": "mps_borough", "classification": "mps-old",
        },
    }  # fmt: skip
    assert "mps_borough-2019-02-af382278" in found["count"]["editions"]
    assert "Most violence is not reported to the police: recorded offences are not the amount of violence." in (
        found["caveats"]
    )
    assert found["attributions"][-1].startswith("Contains Metropolitan Police Service data")


def test_a_number_can_be_traced_from_its_recipe(cast, key, evidence, boroughs_home):
    from commonground.evidence import recipes
    from commonground.evidence.figure import Figure
    from commonground.evidence.run import Evidence
    from commonground.evidence.store import Store

    found = ask(f"findings?{VIOLENCE}", key).json()
    store = Evidence(Store(boroughs_home))
    for name in ("count", "baseline_count", "change", "change_percent", "lower_percent", "upper_percent"):
        number = found[name]
        arguments = tuple(number["recipe"]["arguments"].items())
        figure = Figure(number["value"], "", number["recipe"]["method"], arguments, tuple(number["editions"]))
        assert recipes.agrees(figure, recipes.recompute(figure, store)), name


def test_a_small_number_is_null_and_says_why(cast, key, evidence):
    points = ask("series?measure=homicide&area=E09000023&view=month", key).json()["points"]
    hidden = [point["number"] for point in points if point["number"]["withheld"]]
    assert hidden and {number["value"] for number in hidden} == {None}


def test_a_series_gives_the_numbers_of_the_page(cast, key, evidence, boroughs_home):
    from django.utils import timezone

    from commonground.evidence.run import Evidence
    from commonground.evidence.store import Store
    from commonground.report.pages.asked import Asked
    from commonground.report.pages.measure import build
    from commonground.report.pages.page import write

    store = Evidence(Store(boroughs_home))
    asked = Asked(store.area("E09000023"), "violence_against_the_person")
    (table, *_) = write(build, store, asked, timezone.localdate()).tables
    said = [point["number"]["shown"] for point in ask(f"series?{VIOLENCE}", key).json()["points"]]
    assert said == [str(row[1][0]) for row in table.rows]


def test_where_a_file_lay_is_nobodys_business(cast, key, evidence, boroughs_home):
    every = ask("editions?limit=500", key).json()["items"]
    assert every and [one["file"] for one in every if "/" in one["file"]] == []
    one = ask(f"editions/{every[0]['id']}", key).json()
    assert one == every[0]


def test_an_area_a_measure_or_an_edition_that_is_not_there(cast, key, evidence):
    for question in (
        "findings?measure=happiness&area=E09000023",
        "findings?measure=homicide&area=E09999999",
        "findings?measure=homicide&area=E09000023&edition=nothing",
        "series?measure=homicide&area=E09999999",
    ):
        answer = ask(question, key)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
        assert answer.json()["detail"].endswith((".", "?"))


def test_what_another_partnership_loaded_is_not_there(cast, key, evidence, boroughs_home, settings, tmp_path):
    """A key reads the shelf of its own partnership and the shared one."""
    import shutil

    settings.HOME = tmp_path
    theirs = tmp_path / "partnerships" / "greenwich" / "evidence"
    shutil.copytree(boroughs_home / "evidence", theirs)
    assert ask("editions", key).json()["total"] == 0
    assert ask("editions", made(cast.other)[1]).json()["total"] > 0


def test_the_registers_are_opened_by_a_key_that_was_made_for_them_alone(cast, key):
    with scope(partnership=cast.own.partnership):
        entry = made_register.entry(cast.own, place="Corner shop")
        made_register.entry(cast.own, on=date(2026, 1, 5))
        by = cast.own.actor("administrator")
        opens = make_key("Register reader", "To show entries", 30, registers=True, by=by)[1]
    assert ask("registers", key).json()["items"] == []
    assert ask("registers/test_purchases/entries", key).status_code == 404
    known = [one["key"] for one in ask("registers", opens).json()["items"]]
    assert "test_purchases" in known
    told = ask("registers/test_purchases/entries?start=2026-03-01&end=2026-03-31", opens).json()
    assert (told["total"], told["items"][0]["reference"], told["invented"]) == (1, entry.public_id, False)
    assert told["items"][0]["values"]["place"] == "Corner shop"
    paged = ask("registers/test_purchases/entries?limit=1&offset=1", opens).json()
    assert (paged["total"], [one["values"]["on"] for one in paged["items"]]) == (2, ["2026-01-05"])
    assert ask("registers/test_purchases/entries?ward=E05013714", opens).json()["total"] == 0
    columns = {one["key"]: one for one in ask("registers/test_purchases", opens).json()["columns"]}
    assert columns["result"]["choices"] == {"refused": "Refused", "sold": "Sold"}


def test_a_key_of_one_table_reads_no_entry_of_another(cast):
    with scope(partnership=cast.own.partnership):
        made_register.entry(cast.own)
    with scope(partnership=cast.other.partnership):
        opens = make_key("Theirs", "To show entries", 30, registers=True, by=cast.other.actor("administrator"))[1]
    assert ask("registers/test_purchases/entries", opens).json()["total"] == 0
