"""Templates as files: what is taken away can be added elsewhere, and what is wrong with one is said in a sentence."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from people import Cast

from commonground.plan.changes.templates import install_shipped
from commonground.plan.models import TemplateVersion
from commonground.plan.templates.as_csv import read_csv, write_csv
from commonground.plan.templates.as_json import read_json, write_json
from commonground.plan.templates.shipped import shipped

pytestmark = pytest.mark.django_db
HERE = "/partnerships/lewisham/plan/templates/"
LATEST = shipped()["london-eight-themes"]


@pytest.fixture
def there(cast: Cast) -> dict[str, TemplateVersion]:
    install_shipped(by=cast.own.actor("plan_owner"))
    return {one.key: one for one in TemplateVersion.objects.all()}


def sent(client, content: bytes, name: str = "ours.csv"):
    return client.post(HERE, {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.mark.parametrize(("form", "read"), [("csv", read_csv), ("json", read_json)])
@pytest.mark.parametrize("key", shipped())
def test_what_is_taken_away_is_the_template(client, cast: Cast, there, key, form, read):
    client.force_login(cast.own.seats["practitioner"].user)
    answer = client.get(f"{HERE}{there[key].public_id}/{form}/")
    assert read(answer.content) == shipped()[key]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{key}.{form}"'


@pytest.mark.parametrize(("write", "name"), [(write_csv, "ours.csv"), (write_json, "OURS.JSON")])
def test_one_of_our_own_is_added_once(client, cast: Cast, there, write, name):
    ours = LATEST.model_copy(update={"key": "ours-2027", "title": "Ours of 2027", "succeeds": LATEST.key,
                                     "item_mapping": {}, "theme_mapping": {}})  # fmt: skip
    client.force_login(cast.own.seats["analyst"].user)
    assert "“Ours of 2027” is added, with 84 standards and options." in sent(client, write(ours), name).content.decode()
    made = TemplateVersion.objects.get(key="ours-2027")
    assert (made.owner, made.items.count(), made.succeeds) == (cast.own.partnership, 84, there[LATEST.key])
    again = sent(client, write(ours), name).content.decode()
    assert "There is a template “ours-2027” already, and a version never changes" in again
    client.force_login(cast.other.seats["plan_owner"].user)
    assert "Ours of 2027" not in client.get(HERE.replace("lewisham", cast.other.partnership.slug)).content.decode()


def test_one_without_governance_is_refused_and_nothing_is_stored(client, cast: Cast, there):
    document = json.loads(write_json(LATEST))
    document |= {"key": "no-governance", "themes": [t for t in document["themes"] if t["key"] != "governance"]}
    client.force_login(cast.own.seats["plan_owner"].user)
    page = sent(client, json.dumps(document).encode(), "none.json").content.decode()
    assert "There is a problem" in page and "overnance" in page
    assert not TemplateVersion.objects.filter(key="no-governance").exists()


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"hello", b"{", b"[]", b"record,ref\n1,2\n"])
def test_no_file_gives_a_traceback(client, cast: Cast, there, content):
    client.force_login(cast.own.seats["plan_owner"].user)
    for name in ("a.csv", "a.json", "a.xlsx"):
        answer = sent(client, content, name)
        assert (answer.status_code, "There is a problem" in answer.content.decode()) == (200, True)
    assert TemplateVersion.objects.count() == len(shipped())


def test_who_only_reads_is_shown_no_form(client, cast: Cast, there):
    client.force_login(cast.own.seats["agency_lead"].user)
    assert "Add a template" not in client.get(HERE).content.decode()
    assert sent(client, write_csv(LATEST)).status_code == 403
