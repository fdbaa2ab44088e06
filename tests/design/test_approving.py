"""Approvals in a draft: what doesn't fit is said, differences have words, and one may try it on a record."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import granting
from bihuan.design.differing import changes
from bihuan.design.examining import examined
from bihuan.records import commands as records
from tests.approvals.asking import APPROVAL, DISCOUNT
from tests.company import BLUEPRINT, MONDAY_9, Cast

Body = dict[str, Any]


def document(**members: Any) -> Body:  # noqa: ANN401 - any member of an approval
    """The company with an approval, some of whose members are others."""
    body = deepcopy(BLUEPRINT)
    next(one for one in body["objects"] if one["key"] == "opportunity")["fields"].append(deepcopy(DISCOUNT))
    body["approvals"] = [{**deepcopy(APPROVAL), **members}]
    return body


def step(**members: Any) -> Body:  # noqa: ANN401
    return {**deepcopy(APPROVAL["steps"][0]), **members}


@pytest.mark.parametrize(
    ("members", "wrong"),
    [
        ({}, None),
        ({"object": "quote"}, ("approvals.discount.object", "no_such_object")),
        ({"steps": [step(fields=["nothing"])]}, ("approvals.discount.steps.manager.fields", "no_such_field")),
        ({"steps": [step(), step()]}, ("approvals.discount.steps", "twice")),
        ({"steps": [step(limit=None)]}, ("approvals.discount.steps.manager", "no_limit")),
        (
            {"steps": [step(when={"field": "nothing", "op": "gt", "value": 1})]},
            ("approvals.discount.steps.manager.when", "unknown_field"),
        ),
        (
            {"steps": [step(who=[{"key": "a", "by": "role", "role": "boss"}])]},
            ("approvals.discount.steps.manager.who.a", "no_such_role"),
        ),
        (
            {"steps": [step(who=[{"key": "a", "by": "person"}])]},
            ("approvals.discount.steps.manager.who.a", "nobody_named"),
        ),
    ],
)
def test_what_does_not_fit_is_said(members: Body, wrong: tuple[str, str] | None) -> None:
    found, faults = examined(document(**members))
    assert found is not None
    told = [(fault.place, fault.code) for fault in faults]
    assert (wrong is None and told == []) or wrong in told


def test_a_gate_asks_only_for_an_approval_that_is_there() -> None:
    body = document()
    thing = {"key": "ok", "label": "ok", "kind": "approval", "approval": "other"}
    body["processes"][0]["stages"][0]["gate"] = {"deliverables": [thing]}
    _, faults = examined(body)
    assert [fault.code for fault in faults] == ["no_such_approval"]
    thing["approval"] = "discount"
    assert examined(body)[1] == []


def test_differences_are_told_in_words() -> None:
    old, new = document(), document(on_change="show")
    new["approvals"][0]["steps"][0]["limit"] = "4 working_hours"
    new["approvals"][0]["steps"][1]["who"].append({"key": "b", "by": "manager", "levels": 2})
    new["approvals"][0]["steps"][1]["mode"] = "vote"
    assert [one.words for one in changes(old, new, "zh")] == [
        "审批 折扣审批 · 环节 主管审批：多久要审完 8 个工作小时 → 4 个工作小时",
        "审批 折扣审批 · 环节 总经理审批：新增审批人 直属主管",
        "审批 折扣审批 · 环节 总经理审批：几个人同意才算 全部同意 → 够票数就行",
        "审批 折扣审批：资料改了怎么办 重新审 → 只提示审批人",
    ]


@pytest.fixture
def sun(browse: Callable[[str], TestClient]) -> TestClient:
    return browse("sun")


def test_it_is_tried_on_a_record_before_it_is_released(
    sun: TestClient, browse: Callable[[str], TestClient], session: Session, asking: Callable[[str], Any], cast: Cast
) -> None:
    deal = records.create(session, asking("chen"), "opportunity", {"name": "东方化工"}, now=MONDAY_9)
    draft = sun.post("/api/design/drafts", json={"name": "审批"}).json()
    body = document()
    operations = [
        {"do": "add", "place": ["objects", "opportunity", "fields"], "value": DISCOUNT, "before": None},
        {"do": "add", "place": ["approvals"], "value": body["approvals"][0], "before": None},
    ]
    edited = sun.post(
        f"/api/design/drafts/{draft['id']}/edits", json={"revision": draft["revision"], "operations": operations}
    )
    assert edited.status_code == 200, edited.text
    path = f"/api/design/drafts/{draft['id']}/approvals/discount/tried?record={deal.id}"
    tried = sun.get(path).json()
    assert (tried["owner"], [(one["needed"], one["when"]) for one in tried["steps"]]) == (
        "陈销售",
        [(False, "折扣 大于 10"), (False, "折扣 大于 30")],
    )
    operations = [
        {"do": "set", "place": ["approvals", "discount", "steps", "manager", "when"], "value": None},
    ]
    sun.post(
        f"/api/design/drafts/{draft['id']}/edits",
        json={"revision": edited.json()["revision"], "operations": operations},
    )
    (first, _) = sun.get(path).json()["steps"]
    assert [(one["person"]["id"], one["why"]) for one in first["people"]] == [(cast.wang, "上级主管")]
    assert browse("wang").get(path).status_code == 403
    assert sun.get(path.replace(f"record={deal.id}", "record=999999")).status_code == 404


def test_nobody_opens_to_approvers_what_they_do_not_see_themselves() -> None:
    body = document()
    admin = next(one for one in body["roles"] if one["key"] == "admin")
    admin["hidden"] = {"opportunity": ["cost"]}
    found, _ = examined(body)
    assert found is not None
    own = next(role for role in found.roles if role.key == "admin")
    (fault,) = granting.opened(own, {}, found.approvals)
    assert (fault.place, fault.code) == ("approvals.discount.steps.boss.fields", "beyond_yours")
    assert granting.opened(own, {"discount": found.approvals[0]}, found.approvals) == []
    seeing = own.model_copy(update={"hidden": {}})
    assert granting.opened(seeing, {}, found.approvals) == []
