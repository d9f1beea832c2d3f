"""The systems page: who may make and revoke keys, what is shown once, and what the history holds."""

import re

from django.test import Client
from django_scopes import scopes_disabled

from commonground.partnership.models import AccessEvent, System

GIVEN = {"name": "Council dashboard", "purpose": "Figures for the dashboard", "days": "30"}


def administrator(cast, visit) -> Client:
    """Signed in a moment ago, as making a key asks for."""
    return visit(cast.own.user("administrator"))


def make(client: Client, **other: str):
    return client.post("/partnerships/lewisham/systems/make/", GIVEN | other)


def test_an_administrator_makes_a_key_that_works_and_is_shown_once(cast, visit):
    client = administrator(cast, visit)
    shown = make(client).content.decode()
    (key,) = re.findall(r"cg_[\w-]{40,}", shown)
    assert Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/measures").status_code == 200
    listed = client.get("/partnerships/lewisham/systems/").content.decode()
    assert key not in listed and key[:8] in listed and "Council dashboard" in listed


def test_a_form_sent_twice_makes_one_key_and_says_why(cast, visit):
    client = administrator(cast, visit)
    make(client)
    again = make(client).content.decode()
    assert "There is already a key for “Council dashboard”" in again and "cg_" not in again.partition("<main")[2]
    with scopes_disabled():
        assert System.objects.count() == 1


def test_a_form_that_is_wrong_says_what_would_be_right(cast, visit):
    client = administrator(cast, visit)
    said = make(client, name="", purpose="", days="400").content.decode()
    for sentence in (
        "Enter the name of the system",
        "Enter what it reads the figures for",
        "The key can work for 365 days at most",
    ):
        assert sentence in said
    assert "<title>Error: " in said


def test_making_a_key_asks_for_a_fresh_sign_in(cast, visit, settings):
    settings.FRESH = 0
    answer = make(administrator(cast, visit))
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/account/reauthenticate/")


def test_a_revoked_key_opens_nothing_and_the_list_says_so(cast, visit):
    client = administrator(cast, visit)
    (key,) = re.findall(r"cg_[\w-]{40,}", make(client).content.decode())
    with scopes_disabled():
        public_id = System.objects.get().public_id
    answer = client.post(f"/partnerships/lewisham/systems/{public_id}/revoke/", follow=True)
    assert "opens nothing any more" in answer.content.decode() and "Revoked on" in answer.content.decode()
    assert Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/measures").status_code == 401
    assert client.get(f"/partnerships/lewisham/systems/{public_id}/revoke/").status_code == 404


def test_the_governance_lead_sees_the_systems_but_makes_no_key(cast, visit):
    make(administrator(cast, visit))
    client = visit(cast.own.user("governance_lead"))
    page = client.get("/partnerships/lewisham/systems/").content.decode()
    assert "Council dashboard" in page and "/systems/make/" not in page and "/revoke/" not in page
    assert make(client).status_code == 403


def test_the_history_knows_who_made_and_who_revoked_but_not_each_call(cast, visit):
    client = administrator(cast, visit)
    (key,) = re.findall(r"cg_[\w-]{40,}", make(client).content.decode())
    for _ in range(3):
        Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/measures?limit=1")
    with scopes_disabled():
        system = System.objects.get()
        versions = System.pgh_event_model.objects.filter(pgh_obj_id=system.pk)
    assert system.last_used_at is not None
    assert [(v.pgh_label, v.pgh_context["role"]) for v in versions] == [("made", "administrator")]
    assert not hasattr(System.pgh_event_model, "key_hash")
    assert AccessEvent.objects.filter(kind="disclosure", recipient="Council dashboard").count() == 3


def test_the_key_is_in_no_row_of_the_log(cast, visit):
    client = administrator(cast, visit)
    (key,) = re.findall(r"cg_[\w-]{40,}", make(client).content.decode())
    Client(headers={"Authorization": f"Bearer {key}"}).get(f"/api/v1/measures?limit=1&key={key[:20]}")
    assert key not in str(list(AccessEvent.objects.values()))
