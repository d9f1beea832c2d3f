"""The door: who comes in, what those outside are told, and the row that each look leaves."""

from commonground.partnership.models import AccessEvent


def test_a_visitor_is_asked_to_sign_in_whether_the_partnership_exists_or_not(cast, visit):
    for slug in ("lewisham", "nowhere"):
        answer = visit().get(f"/partnerships/{slug}/")
        assert (answer.status_code, answer.url) == (302, f"/account/login/?next=/partnerships/{slug}/")


def test_a_member_comes_in_and_the_look_is_logged(cast, visit):
    analyst = cast.own.user("analyst")
    assert visit(analyst).get("/partnerships/lewisham/").status_code == 200
    row = AccessEvent.objects.get()
    assert (row.kind, row.record, row.user_name, row.role, row.agency) == (
        "consultation", "page:/partnerships/lewisham/", analyst.name, "analyst", "Council",
    )


def test_another_partnership_answers_as_one_that_does_not_exist(cast, visit):
    client = visit(cast.own.user("administrator"))
    theirs, nowhere = client.get("/partnerships/greenwich/"), client.get("/partnerships/nowhere/")
    assert theirs.status_code == nowhere.status_code == 404
    assert theirs.content == nowhere.content


def test_past_any_date_of_the_seat_means_no_access(cast, visit):
    for outsider in cast.outsiders.values():
        assert visit(outsider).get("/partnerships/lewisham/").status_code == 404
