"""Drafts: changed step by step by two people, taken back, planned, released; and closed to who may not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.design import queries
from bihuan.design.commands import BlueprintFaulty, DraftBehind, EditMisfits, EditsMeet, NothingToTurn, VersionsMeet
from bihuan.design.joining import Keep
from bihuan.design.models import Draft
from bihuan.design.operations import Add, Move, Operation, Remove, Set, found
from bihuan.kernel.refusals import Forbidden, NotFound, SomeoneWasFirst
from bihuan.ledger import queries as ledger
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.org.viewer import Viewer
from tests.company import BLUEPRINT, MONDAY_9, Cast

Browse = Callable[[str], TestClient]
Asking = Callable[[str], Viewer]
LEAD = ("processes", "sales", "stages", "lead")
LIMIT, LABEL = (*LEAD, "limit"), (*LEAD, "label")
NOW = MONDAY_9


@pytest.fixture
def sun(asking: Asking) -> Viewer:
    """Runs the system."""
    return asking("sun")


@pytest.fixture
def second(session: Session, cast: Cast, asking: Asking) -> Viewer:
    """Wang, who may configure now as well."""
    org.change_person(session, None, people.person(session, cast.wang), {"role_key": "admin"}, now=NOW)
    return asking("wang")


@pytest.fixture
def draft(session: Session, sun: Viewer) -> Draft:
    """A draft of what lives."""
    return design.begin(session, sun, name="七步", now=NOW)


def limited(session: Session, who: Viewer, draft: Draft, limit: str | None, *, seen: int | None = None) -> Draft:
    revision = draft.revision if seen is None else seen
    return design.edit(session, who, draft.id, [Set(place=LIMIT, value=limit)], revision=revision, now=NOW)


def test_a_draft_is_a_copy_of_what_lives(session: Session, draft: Draft) -> None:
    assert draft.body == blueprint.current(session).body
    assert (draft.revision, draft.name) == (0, "七步")


def test_a_step_changes_it_and_nothing_that_lives(session: Session, sun: Viewer, draft: Draft) -> None:
    before = found(blueprint.current(session).body, LIMIT)
    assert found(limited(session, sun, draft, "9 workdays").body, LIMIT) == "9 workdays"
    session.expire(draft)
    assert found(draft.body, LIMIT) == "9 workdays"
    assert found(blueprint.current(session).body, LIMIT) == before != "9 workdays"


def test_steps_are_taken_back_and_done_again(session: Session, sun: Viewer, draft: Draft) -> None:
    first = found(draft.body, LIMIT)
    limited(session, sun, draft, "8 days")
    limited(session, sun, draft, "9 days")
    turns = (design.undo, design.undo, design.redo, design.redo, design.undo)
    seen = [found(turn(session, sun, draft.id, now=NOW).body, LIMIT) for turn in turns]
    assert seen == ["8 days", first, "8 days", "9 days", "8 days"]
    limited(session, sun, draft, "5 days")
    with pytest.raises(NothingToTurn):  # whoever changes something new can't go on with what was taken back
        design.redo(session, sun, draft.id, now=NOW)
    assert found(design.undo(session, sun, draft.id, now=NOW).body, LIMIT) == "8 days"


def test_nobody_takes_back_what_another_has_done(session: Session, sun: Viewer, second: Viewer, draft: Draft) -> None:
    limited(session, sun, draft, "8 days")
    with pytest.raises(NothingToTurn):
        design.undo(session, second, draft.id, now=NOW)


def test_two_people_change_different_things_at_once(
    session: Session, sun: Viewer, second: Viewer, draft: Draft
) -> None:
    limited(session, sun, draft, "8 days", seen=0)
    renamed = [Set(place=LABEL, value={"zh": "新线索", "en": "New lead"})]
    both = design.edit(session, second, draft.id, renamed, revision=0, now=NOW)
    assert (found(both.body, LIMIT), found(both.body, (*LABEL, "zh"))) == ("8 days", "新线索")


def test_two_people_change_the_same_and_the_second_is_told(
    session: Session, sun: Viewer, second: Viewer, draft: Draft
) -> None:
    limited(session, sun, draft, "8 days", seen=0)
    with pytest.raises(EditsMeet) as no:
        limited(session, second, draft, "3 days", seen=0)
    assert no.value.facts() == {"place": ".".join(LIMIT), "by": "孙管理", "theirs": "8 days"}
    assert limited(session, second, draft, "8 days", seen=0).revision == 2  # the same is no quarrel
    assert found(limited(session, second, draft, "3 days").body, LIMIT) == "3 days"  # nor is it, once it was seen


def test_what_another_has_taken_away_is_not_changed(
    session: Session, sun: Viewer, second: Viewer, draft: Draft
) -> None:
    design.edit(session, sun, draft.id, [Remove(place=LEAD)], revision=0, now=NOW)
    with pytest.raises(EditsMeet) as no:
        limited(session, second, draft, "3 days", seen=0)
    assert no.value.theirs is None


def test_what_another_has_changed_since_is_not_taken_back(
    session: Session, sun: Viewer, second: Viewer, draft: Draft
) -> None:
    limited(session, sun, draft, "8 days")
    limited(session, second, draft, "3 days")
    with pytest.raises(EditsMeet):
        design.undo(session, sun, draft.id, now=NOW)
    assert found(queries.draft(session, draft.id).body, LIMIT) == "3 days"


@pytest.mark.parametrize(
    ("step", "where", "code"),
    [
        (Set(place=LIMIT, value="bald"), ".".join(LIMIT), "value_error"),
        (Set(place=("roles", "rep", "scope"), value="universe"), "roles.rep.scope", "literal_error"),
        (Add(place=LEAD[:-1], value={"key": "lead"}), ".".join(LEAD), "twice"),
        (Remove(place=(*LEAD[:-1], "gone")), "processes.sales.stages.gone", "no_such_place"),
        (Move(place=(*LEAD[:-1], "gone")), "processes.sales.stages.gone", "no_such_place"),
        (Remove(place=("objects", "customer", "fields", "phone")), "objects.customer", "value_error"),
    ],
)
def test_what_misfits_is_refused_with_its_place_and_changes_nothing(
    session: Session,
    sun: Viewer,
    draft: Draft,
    step: Operation,
    where: str,
    code: str,
) -> None:
    before = draft.body
    with pytest.raises(EditMisfits) as no:
        design.edit(session, sun, draft.id, [Set(place=LABEL, value="好"), step], revision=0, now=NOW)
    assert [(one["place"], one["code"]) for one in no.value.problems] == [(where, code)]
    assert (queries.draft(session, draft.id).body, queries.steps(session, draft.id)) == (before, [])


def test_a_revision_nobody_has_seen_is_refused(session: Session, sun: Viewer, draft: Draft) -> None:
    with pytest.raises(SomeoneWasFirst):
        limited(session, sun, draft, "3 days", seen=1)


def test_a_draft_is_released_as_it_was_seen(session: Session, sun: Viewer, draft: Draft) -> None:
    limited(session, sun, draft, "9 workdays")
    with pytest.raises(SomeoneWasFirst):
        design.release_draft(session, sun, draft.id, revision=0, note="", now=NOW)
    version = design.release_draft(session, sun, draft.id, revision=1, note="九天", now=NOW)
    assert found(blueprint.current(session).body, LIMIT) == "9 workdays"
    assert (version.note, version.number) == ("九天", 2)
    with pytest.raises(NotFound):
        queries.draft(session, draft.id)


def test_a_draft_behind_another_release_takes_nothing_back_unseen(session: Session, sun: Viewer, draft: Draft) -> None:
    design.release(session, sun, BLUEPRINT, note="meanwhile", now=NOW)
    with pytest.raises(DraftBehind) as no:
        design.release_draft(session, sun, draft.id, revision=0, note="", now=NOW)
    assert no.value.facts() == {"from": 1, "live": 2}


def meanwhile(session: Session, sun: Viewer, *steps: Operation) -> None:
    """Another version is released, which differs from the first by these steps."""
    other = design.begin(session, sun, now=NOW)
    design.edit(session, sun, other.id, steps, revision=0, now=NOW)
    design.release_draft(session, sun, other.id, revision=1, note="meanwhile", now=NOW)


def test_a_draft_is_brought_up_to_what_was_released_since(session: Session, sun: Viewer, draft: Draft) -> None:
    limited(session, sun, draft, "9 days")
    renamed = {"zh": "新线索", "en": "New lead"}
    meanwhile(session, sun, Set(place=LABEL, value=renamed))
    renewed = design.renew(session, sun, draft.id, revision=1, now=NOW)
    assert (found(renewed.body, LIMIT), found(renewed.body, LABEL)) == ("9 days", renamed)
    assert design.renew(session, sun, draft.id, revision=2, now=NOW).revision == 2  # once is enough
    assert design.release_draft(session, sun, draft.id, revision=2, note="", now=NOW).number == 3


@pytest.mark.parametrize(("keep", "stands"), [("mine", "9 days"), ("theirs", "2 days")])
def test_where_both_have_changed_the_same_somebody_says_whose_stands(
    session: Session, sun: Viewer, draft: Draft, keep: Keep, stands: str
) -> None:
    limited(session, sun, draft, "9 days")
    renamed = {"zh": "新线索", "en": "New lead"}
    meanwhile(session, sun, Set(place=LIMIT, value="2 days"), Set(place=LABEL, value=renamed))
    with pytest.raises(VersionsMeet) as no:
        design.renew(session, sun, draft.id, revision=1, now=NOW)
    assert no.value.meetings == [{"place": ".".join(LIMIT), "mine": "9 days", "theirs": "2 days"}]
    renewed = design.renew(session, sun, draft.id, revision=1, keep=keep, now=NOW)
    assert (found(renewed.body, LIMIT), found(renewed.body, LABEL)) == (stands, renamed)


def test_what_a_newer_version_brought_is_nobodys_to_take_back(session: Session, sun: Viewer, draft: Draft) -> None:
    meanwhile(session, sun, Set(place=LIMIT, value="2 days"))
    design.renew(session, sun, draft.id, revision=0, now=NOW)
    with pytest.raises(NothingToTurn):
        design.undo(session, sun, draft.id, now=NOW)


def test_a_faulty_draft_may_stand_but_not_live(session: Session, sun: Viewer, draft: Draft) -> None:
    asked = [Set(place=(*LEAD, "gate", "fields"), value=["amount", "nothing"])]
    design.edit(session, sun, draft.id, asked, revision=0, now=NOW)
    with pytest.raises(BlueprintFaulty):
        design.release_draft(session, sun, draft.id, revision=1, note="", now=NOW)
    assert queries.draft(session, draft.id).revision == 1


def test_an_old_version_comes_back_as_a_new_one(session: Session, sun: Viewer, draft: Draft) -> None:
    old = blueprint.current(session).body
    limited(session, sun, draft, "9 workdays")
    design.release_draft(session, sun, draft.id, revision=1, note="", now=NOW)
    again = design.begin(session, sun, number=1, now=NOW)
    version = design.release_draft(session, sun, again.id, revision=0, note="zurück", now=NOW)
    assert (version.number, version.body) == (3, old)


def test_a_document_becomes_a_draft_even_with_faults_but_not_unread(session: Session, sun: Viewer) -> None:
    taken = design.take_in(session, sun, BLUEPRINT, name="文件", now=NOW)
    assert taken.body == blueprint.current(session).body
    with pytest.raises(BlueprintFaulty):
        design.take_in(session, sun, {"name": "x", "objects": "none"}, now=NOW)


def test_the_ledger_tells_of_drafts(session: Session, sun: Viewer, draft: Draft) -> None:
    design.discard(session, sun, draft.id, now=NOW)
    kinds = [line.kind for line in ledger.timeline(session, f"draft:{draft.id}")]
    assert kinds == ["draft.discarded", "draft.begun"]


@pytest.mark.parametrize("who", ["chen", "lin", "wang", "zhao"])
def test_who_may_not_release_sees_and_changes_no_draft(
    session: Session, asking: Asking, browse: Browse, draft: Draft, who: str
) -> None:
    viewer, client = asking(who), browse(who)
    for act in (
        lambda: design.begin(session, viewer, now=NOW),
        lambda: limited(session, viewer, draft, "3 days"),
        lambda: design.undo(session, viewer, draft.id, now=NOW),
        lambda: design.discard(session, viewer, draft.id, now=NOW),
        lambda: design.release_draft(session, viewer, draft.id, revision=0, note="", now=NOW),
        lambda: design.take_in(session, viewer, BLUEPRINT, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
    one = f"/api/design/drafts/{draft.id}"
    edit = {"revision": 0, "operations": [{"do": "set", "place": ["lang"], "value": "en"}]}
    for method, path, body in (
        ("GET", "/api/design/drafts", None),
        ("POST", "/api/design/drafts", {}),
        ("GET", one, None),
        ("DELETE", one, None),
        ("GET", f"{one}/edits", None),
        ("POST", f"{one}/edits", edit),
        ("POST", f"{one}/undo", None),
        ("POST", f"{one}/redo", None),
        ("POST", f"{one}/renew", {"revision": 0}),
        ("GET", f"{one}/plan", None),
        ("POST", f"{one}/replay", {"days": 7}),
        ("GET", f"{one}/roles", None),
        ("POST", f"{one}/release", {"revision": 0}),
        ("GET", "/api/design/versions", None),
        ("GET", "/api/design/versions/1/yaml", None),
        ("GET", "/api/design/versions/1/changes/1", None),
        ("POST", "/api/design/versions/1/restore", None),
    ):
        answer = client.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path


def _deep(levels: int) -> Any:  # noqa: ANN401
    return [_deep(levels - 1)] if levels else "x"


HOSTILE: dict[str, Any] = {
    "no character": "a\x00b",
    "half a character": "\ud800",
    "deep": _deep(900),
    "a number without end": 10**400,
    "written backwards": "\u202eabc",
    "markup": "<script>alert(1)</script>",
    "a statement": "'; DROP TABLE design_draft; --",
    "a book": "长" * 10_000,
    "a list": [1, {"a": None}],
}
PLACES = {
    "a text": [*LABEL, "zh"],
    "words": list(LABEL),
    "a default": ["objects", "customer", "fields", "city", "default"],
    "a condition": [*LEAD, "when"],
    "fields": [*LEAD, "gate", "fields"],
    "a role": ["roles", "rep", "objects", "customer"],
    "an object": ["objects", "customer"],
    "all objects": ["objects"],
    "nothing that is": ["processes", "sales", "\u202ex"],
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_sent_is_taken_or_refused_with_its_place(browse: Browse, value: object) -> None:
    sun = browse("sun")
    one = f"/api/design/drafts/{sun.post('/api/design/drafts', json={}).json()['id']}"
    for name, place in PLACES.items():
        before = sun.get(one).json()
        step = {"revision": before["revision"], "operations": [{"do": "set", "place": place, "value": value}]}
        answer = sun.post(f"{one}/edits", content=json.dumps(step), headers={"content-type": "application/json"})
        if answer.status_code == 200:
            assert sun.get(f"{one}/plan").status_code == 200, name
            assert sun.post(f"{one}/undo").json()["body"] == before["body"], name
        else:
            assert (answer.status_code, sun.get(one).json()["body"]) == (422, before["body"]), name
            assert all(problem["place"] and problem["code"] for problem in answer.json()["facts"]["problems"]), name


def test_a_draft_from_its_beginning_to_its_release_over_http(browse: Browse) -> None:
    sun = browse("sun")
    made = sun.post("/api/design/drafts", json={"name": "七步"}).json()
    one = f"/api/design/drafts/{made['id']}"
    assert (made["from_number"], made["behind"], made["faults"], made["can_undo"]) == (1, False, [], False)
    limit = {"do": "set", "place": list(LIMIT), "value": "9 workdays"}
    changed = sun.post(f"{one}/edits", json={"revision": 0, "operations": [limit]}).json()
    assert (changed["revision"], changed["edits"], changed["can_undo"], changed["changed_by"]) == (1, 1, True, "孙管理")
    assert sun.post(f"{one}/undo").json()["edits"] == 0
    assert sun.post(f"{one}/redo").json()["edits"] == 1
    told = sun.get(f"{one}/edits").json()["items"]
    assert [(step["kind"], step["standing"]) for step in told] == [("redo", True), ("undo", False), ("edit", False)]
    assert [one["id"] for one in sun.get("/api/design/drafts").json()["items"]] == [made["id"]]
    plan = sun.get(f"{one}/plan").json()
    assert [change["place"] for change in plan["changes"]] == [".".join(LIMIT)]
    assert sun.post(f"{one}/release", json={"revision": 3, "note": "九天"}).json() == {"number": 2}
    versions = sun.get("/api/design/versions").json()["items"]
    assert [(one["number"], one["live"], one["note"]) for one in versions] == [(2, True, "九天"), (1, False, "test")]
    assert sun.get("/api/design/versions/1/changes/2").json()["changes"] == plan["changes"]
    text = sun.get("/api/design/versions/2/yaml")
    assert text.headers["content-disposition"].endswith('"blueprint-2.yaml"')
    assert found(yaml.safe_load(text.text), LIMIT) == "9 workdays"
    assert sun.get(one).status_code == 404
    assert sun.post("/api/design/versions/1/restore").json()["body"]["processes"] != plan


def test_the_plan_says_whom_it_concerns(browse: Browse) -> None:
    chen, sun = browse("chen"), browse("sun")
    deal = chen.post("/api/records/opportunity", json={"values": {"name": "甲厂水泵"}}).json()
    made = sun.post("/api/design/drafts", json={}).json()
    one, stages = f"/api/design/drafts/{made['id']}", "processes.sales.stages"
    asked = [
        {"do": "set", "place": list(LIMIT), "value": "0.01 hours"},
        {"do": "set", "place": [*LEAD, "gate", "fields"], "value": []},
        {"do": "remove", "place": ["objects", "product", "fields", "price"]},
    ]
    assert sun.post(f"{one}/edits", json={"revision": 0, "operations": asked}).status_code == 200
    effects = {(effect["kind"], effect["place"]): effect for effect in sun.get(f"{one}/plan").json()["effects"]}
    assert set(effects) == {
        ("limit", f"{stages}.lead"),
        ("gate", f"{stages}.lead"),
        ("field_hidden", "objects.product.fields.price"),
    }
    limit = effects["limit", f"{stages}.lead"]
    assert limit["count"] == 1
    assert [(who["title"], who["record_id"]) for who in limit["journeys"]] == [("甲厂水泵", deal["id"])]
    assert "1 个" in limit["words"]


def test_whoever_knows_a_draft_is_told_only_what_has_changed(browse: Browse) -> None:
    sun = browse("sun")
    drafted = f"/api/design/drafts/{sun.post('/api/design/drafts', json={}).json()['id']}"
    before = sun.get(drafted).json()
    operations = [{"do": "set", "place": ["name", "zh"], "value": "新名字"}]
    sun.post(f"{drafted}/edits", json={"revision": before["revision"], "operations": operations})
    told = sun.get(f"{drafted}?since={before['revision']}").json()
    assert (told["body"], told["since"], told["operations"]) == (None, before["revision"], operations)
    again = sun.post(f"{drafted}/undo?since={told['revision']}").json()
    assert (again["body"], again["since"], len(again["operations"])) == (None, told["revision"], 1)
    assert sun.get(f"{drafted}?since={again['revision']}").json()["operations"] == []
    # Who knows more than there is knows another draft, and is told all of this one.
    assert sun.get(f"{drafted}?since={again['revision'] + 1}").json()["body"] == before["body"]


def test_each_step_is_told_by_what_it_changed(browse: Browse) -> None:
    sun = browse("sun")
    drafted = f"/api/design/drafts/{sun.post('/api/design/drafts', json={}).json()['id']}"
    limited_to = [{"do": "set", "place": list(LIMIT), "value": "9 workdays"}]
    sun.post(f"{drafted}/edits", json={"revision": 0, "operations": limited_to})
    named = [{"do": "set", "place": ["name", "zh"], "value": "新名字"}]
    sun.post(f"{drafted}/edits", json={"revision": 1, "operations": named})
    sun.post(f"{drafted}/undo")
    back, name, limit = sun.get(f"{drafted}/edits").json()["items"]
    assert ["9 个工作日" in limit["words"][0], "新名字" in name["words"][0], len(back["words"])] == [True, True, 1]
    assert [one["kind"] for one in (back, name, limit)] == ["undo", "edit", "edit"]
