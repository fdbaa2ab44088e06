"""Releasing a configuration: all of it or nothing, every fault with its place, and nobody grants what they lack."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.blueprint.events import BlueprintReleased
from bihuan.design import commands as design
from bihuan.design.commands import BlueprintFaulty, GrantsTooMuch
from bihuan.kernel import db, events
from bihuan.kernel.events import Event
from bihuan.kernel.refusals import Forbidden
from bihuan.ledger import queries as ledger
from bihuan.objects import queries as objects
from bihuan.org.definition import ACTIONS, RIGHTS, RoleDef
from bihuan.org.viewer import Viewer
from tests.company import BLUEPRINT, MONDAY_9, Cast

Document = dict[str, Any]
Asking = Callable[[str], Viewer]


def changed(change: Callable[[Document], object]) -> Document:
    document: Document = deepcopy(BLUEPRINT)
    change(document)
    return document


def sales(document: Document) -> Document:
    found: Document = document["processes"][0]
    return found


def stage(document: Document, number: int) -> Document:
    found: Document = sales(document)["stages"][number]
    return found


def deliver(document: Document, **asked: object) -> None:
    thing = {"key": "extra", "label": "Extra", "kind": "text", **asked}
    stage(document, 0)["gate"]["deliverables"] = [thing]


FAULTS: dict[str, tuple[Callable[[Document], object], str, str]] = {
    "an object twice": (lambda d: d["objects"].append(d["objects"][0]), "objects", "wrong"),
    "a process twice": (lambda d: d["processes"].append(d["processes"][0]), "processes", "twice"),
    "two processes for one object": (
        lambda d: d["processes"].append({**d["processes"][0], "key": "other"}),
        "processes.object",
        "twice",
    ),
    "a role twice": (lambda d: d["roles"].append(d["roles"][0]), "roles", "twice"),
    "an activity kind twice": (lambda d: d["activity_kinds"].append(d["activity_kinds"][0]), "activity_kinds", "twice"),
    "a dictionary twice": (lambda d: d["dictionaries"].append(d["dictionaries"][0]), "dictionaries", "twice"),
    "a dictionary nobody knows": (
        lambda d: d["objects"][0]["fields"][2].update(dictionary="nowhere"),
        "objects",
        "no_such_dictionary",
    ),
    "a field type nobody knows": (
        lambda d: d["objects"][0]["fields"][0].update(type="hologram"),
        "objects.customer.fields.name",
        "no_such_type",
    ),
    "a process without its object": (
        lambda d: sales(d).update(object="moon"),
        "processes.sales.object",
        "no_such_object",
    ),
    "a stage twice": (lambda d: stage(d, 1).update(key="lead"), "processes.sales.stages", "twice"),
    "a deliverable in two stages": (
        lambda d: deliver(d, key="terms"),
        "processes.sales.deliverables",
        "twice",
    ),
    "a reason twice": (
        lambda d: sales(d)["lost_reasons"].append(sales(d)["lost_reasons"][0]),
        "processes.sales.lost_reasons",
        "twice",
    ),
    "an amount that is no number": (
        lambda d: sales(d).update(amount="name"),
        "processes.sales.amount",
        "not_a_number",
    ),
    "going back to a later stage": (
        lambda d: stage(d, 0).update(back_to=["sign"]),
        "processes.sales.stages.lead.back_to",
        "not_earlier",
    ),
    "going back to itself": (
        lambda d: stage(d, 2).update(back_to=["proposal"]),
        "processes.sales.stages.proposal.back_to",
        "not_earlier",
    ),
    "a stage called like an outcome": (
        lambda d: stage(d, 4).update(key="won"),
        "processes.sales.stages.won",
        "kept_name",
    ),
    "a warning without a limit": (
        lambda d: stage(d, 1).update(warn_before="1 workday"),
        "processes.sales.stages.tender",
        "no_limit",
    ),
    "a gate that asks for no field": (
        lambda d: stage(d, 0)["gate"].update(fields=["amount", "colour"]),
        "processes.sales.stages.lead.gate.fields",
        "no_such_field",
    ),
    "a condition on no field": (
        lambda d: stage(d, 1).update(when={"field": "colour", "op": "is_filled"}),
        "processes.sales.stages.tender.when",
        "unknown_field",
    ),
    "a check that compares a text with a number": (
        lambda d: stage(d, 3)["gate"]["checks"][0].update(holds={"field": "name", "op": "gt", "value": 3}),
        "processes.sales.stages.quote.gate.checks.big",
        "",
    ),
    "a count of what refers to nothing": (
        lambda d: stage(d, 1).update(when={"count": "product", "via": "name", "op": "ge", "value": 1}),
        "processes.sales.stages.tender.when",
        "",
    ),
    "an alternative of no deliverable": (
        lambda d: stage(d, 4)["gate"]["alternatives"][0].update(ways=[["esign"], ["stamp"]]),
        "processes.sales.stages.sign.gate.alternatives.signed",
        "no_such_deliverable",
    ),
    "a file of a type that is never taken": (
        lambda d: deliver(d, kind="file", types=["exe"]),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "no_such_type",
    ),
    "a sample that is no file": (
        lambda d: deliver(d, sample="a good one"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "no_such_sample",
    ),
    "a sample that could not be handed in": (
        lambda d: deliver(d, kind="file", types=["pdf"], sample="quote.xlsx"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "no_such_sample",
    ),
    "a sample of a photo that is no picture": (
        lambda d: deliver(d, kind="photo", sample="door.pdf"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "no_such_sample",
    ),
    "a form without fields": (
        lambda d: deliver(d, kind="form"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "no_fields",
    ),
    "a form of no field": (
        lambda d: deliver(d, kind="form", fields=["colour"]),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "no_such_field",
    ),
    "a record that refers to nothing": (
        lambda d: deliver(d, kind="record", object="product"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "refers_to_nothing",
    ),
    "a confirmation of nothing": (
        lambda d: deliver(d, kind="confirmation"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "nothing_to_confirm",
    ),
    "a confirmation of a file of another stage": (
        lambda d: deliver(d, kind="confirmation", of="proposal_pdf"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "nothing_to_confirm",
    ),
    "a summary of no kind": (
        lambda d: deliver(d, kind="summary", activity_kinds=["seance"]),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "no_such_activity_kind",
    ),
    "a review of what nobody hands in": (
        lambda d: deliver(d, kind="summary", review="manager"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "nothing_to_review",
    ),
    "a reviewer of no role": (
        lambda d: deliver(d, review="role", reviewer_role="oracle"),
        "processes.sales.stages.lead.gate.deliverables.extra",
        "no_such_role",
    ),
    "a role on no object": (
        lambda d: d["roles"][0]["objects"].update(moon=["read"]),
        "roles.rep.objects",
        "no_such_object",
    ),
    "a role that hides no field": (
        lambda d: d["roles"][0].update(hidden={"opportunity": ["colour"]}),
        "roles.rep.hidden",
        "no_such_field",
    ),
    "a role that closes no field of any object": (
        lambda d: d["roles"][0].update(readonly={"*": ["colour"]}),
        "roles.rep.readonly",
        "no_such_field",
    ),
    "a role with a right nobody knows": (lambda d: d["roles"][0].update(rights=["fly"]), "roles.rep.rights.0", ""),
    "a word nobody knows": (lambda d: d.update(colour="red"), "colour", "extra_forbidden"),
    "a limit that is none": (
        lambda d: stage(d, 0).update(limit="soon"),
        "processes.sales.stages.lead.limit",
        "",
    ),
    "a process without stages": (lambda d: sales(d).update(stages=[]), "processes.sales.stages", ""),
}


@pytest.mark.parametrize("what", FAULTS)
def test_each_fault_is_named_with_its_place(what: str) -> None:
    change, place, code = FAULTS[what]
    with pytest.raises(BlueprintFaulty) as no:
        design.read(changed(change))
    problems = [(str(problem["place"]), str(problem["code"])) for problem in no.value.problems]
    assert any(found.startswith(place) and kind.startswith(code) for found, kind in problems), problems
    assert all(problem["message"] for problem in no.value.problems)


def test_all_faults_are_named_at_once() -> None:
    def break_it(document: Document) -> None:
        stage(document, 0)["gate"]["fields"] = ["colour"]
        stage(document, 0)["back_to"] = ["sign"]
        document["roles"][0]["objects"]["moon"] = ["read"]

    with pytest.raises(BlueprintFaulty) as no:
        design.read(changed(break_it))
    assert [problem["code"] for problem in no.value.problems] == ["no_such_field", "not_earlier", "no_such_object"]


def test_the_company_and_what_it_is_written_as_are_without_fault() -> None:
    body = design.read(deepcopy(BLUEPRINT)).body()
    assert design.read(body).body() == body


def test_a_faulty_document_changes_nothing(session: Session) -> None:
    before = blueprint.current(session).id
    with pytest.raises(BlueprintFaulty):
        design.release(session, None, changed(lambda d: stage(d, 0).update(back_to=["sign"])), now=MONDAY_9)
    assert blueprint.current(session).id == before
    assert len(blueprint.history(session)) == 1


def test_a_release_is_a_new_version_a_line_in_the_ledger_and_told(session: Session) -> None:
    told: list[Event] = []

    def hear(_: Session, event: Event, _now: datetime) -> None:
        told.append(event)

    events.listen(BlueprintReleased, hear)
    version = design.release(session, None, changed(lambda d: d.update(name="新公司")), note="改名", now=MONDAY_9)
    events.forget(BlueprintReleased, hear)
    assert (version.number, blueprint.current(session).id) == (2, version.id)
    assert blueprint.current(session).body["name"]["zh"] == "新公司"
    (line,) = ledger.timeline(session, "blueprint:2")
    assert (line.kind, line.payload["digest"], line.payload["note"]) == ("blueprint.released", version.digest, "改名")
    assert told == [BlueprintReleased(version_id=version.id)]


def test_releasing_twice_keeps_both_and_the_tables_fit_the_second(session: Session) -> None:
    def add(document: Document) -> None:
        field = {"key": "colour", "label": "Colour", "type": "text"}
        document["objects"][0]["fields"].append(field)

    first = design.release(session, None, changed(add), now=MONDAY_9)
    second = design.release(session, None, changed(add), now=MONDAY_9)
    assert (first.number, second.number, first.digest) == (2, 3, second.digest)
    there = text(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass('o_customer') AND attname = 'f_colour'"
    )
    assert session.scalar(there) == 1
    assert blueprint.version(session, first.id).body == blueprint.version(session, second.id).body


def test_two_releases_at_once_come_one_after_the_other(engine: Engine, own_workspace: tuple[str, Cast]) -> None:
    workspace, _ = own_workspace
    ready = threading.Barrier(2)

    def release(key: str) -> int:
        def add(document: Document) -> None:
            document["objects"][0]["fields"].append({"key": key, "label": key, "type": "text"})

        ready.wait()
        with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            return design.release(session, None, changed(add), now=MONDAY_9).number

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(release, ["colour", "shape"])) == [2, 3]
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        wanted = {field["key"] for field in blueprint.current(session).body["objects"][0]["fields"]}
        stored = {column.field_key for column in objects.stored_columns(session, "customer") if column.live}
        assert stored == wanted, "the second was measured against what the first one left"


@pytest.mark.parametrize(("login", "allowed"), [("chen", False), ("wang", False), ("sun", True)])
def test_only_who_has_the_right_releases(session: Session, asking: Asking, login: str, *, allowed: bool) -> None:
    viewer = asking(login)
    if allowed:
        assert design.release(session, viewer, deepcopy(BLUEPRINT), now=MONDAY_9).released_by_id == viewer.person_id
        return
    with pytest.raises(Forbidden) as no:
        design.release(session, viewer, deepcopy(BLUEPRINT), now=MONDAY_9)
    assert no.value.facts() == {"right": "blueprint.release"}


def test_nobody_grants_more_than_they_have(session: Session, asking: Asking) -> None:
    def releaser(document: Document) -> None:
        document["roles"][1]["rights"].append("blueprint.release")  # the managers of one team

    design.release(session, None, changed(releaser), now=MONDAY_9)
    wang = asking("wang")

    def widen(document: Document) -> None:
        releaser(document)
        document["roles"][1]["scope"] = "all"

    def own_clerk(document: Document) -> None:
        releaser(document)
        document["roles"].append({"key": "clerk", "label": "Clerk", "objects": {"customer": ["read"]}})

    with pytest.raises(GrantsTooMuch) as no:
        design.release(session, wang, changed(widen), now=MONDAY_9)
    assert no.value.facts() == {"roles": ["manager"]}
    assert design.release(session, wang, changed(own_clerk), now=MONDAY_9).number == 3

    def promote(document: Document) -> None:
        own_clerk(document)
        document["roles"][0]["rights"] = ["org.manage"]

    with pytest.raises(GrantsTooMuch) as beyond:
        design.release(session, wang, changed(promote), now=MONDAY_9)
    assert beyond.value.facts() == {"roles": ["rep"]}


ROLES = st.builds(
    RoleDef,
    key=st.just("role"),
    label=st.just("Role"),
    scope=st.sampled_from(["own", "team", "region", "all"]),
    rights=st.lists(st.sampled_from(RIGHTS), unique=True, max_size=4).map(tuple),
    objects=st.dictionaries(
        st.sampled_from(["*", "customer", "quote"]),
        st.lists(st.sampled_from(ACTIONS), unique=True).map(tuple),
        max_size=3,
    ),
    hidden=st.dictionaries(
        st.sampled_from(["customer", "quote"]), st.lists(st.sampled_from(["cost", "phone"]), unique=True).map(tuple)
    ),
    readonly=st.dictionaries(
        st.sampled_from(["*", "quote"]), st.lists(st.sampled_from(["cost", "phone"]), unique=True).map(tuple)
    ),
)


@settings(max_examples=150, deadline=None)
@given(one=ROLES, two=ROLES, three=ROLES)
def test_covering_is_an_order(one: RoleDef, two: RoleDef, three: RoleDef) -> None:
    assert one.covers(one)
    if one.covers(two) and two.covers(three):
        assert one.covers(three)
    if one.covers(two):
        assert set(two.rights) <= set(one.rights)
