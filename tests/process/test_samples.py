"""What a good one looks like: the sample of a deliverable, and how long a stage takes elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel.words import Words
from bihuan.process.definition import Deliverable, Reference, Stage
from tests.company import BLUEPRINT, MONDAY_9

Browse = Callable[[str], TestClient]
CONTENT = b"%PDF-1.7 a good proposal"
ADDRESS = "/api/processes/sales/samples/proposal_pdf"


@pytest.fixture
def sampled(session: Session, application: FastAPI) -> None:
    """The proposal has a sample that is kept; the terms have one that only has a name."""
    application.state.files.put(BytesIO(CONTENT))
    release(session, {"name": "好方案.pdf", "sha256": hashlib.sha256(CONTENT).hexdigest()})


def release(session: Session, sample: object) -> None:
    document: dict[str, Any] = deepcopy(BLUEPRINT)
    for stage in document["processes"][0]["stages"]:
        for thing in stage.get("gate", {}).get("deliverables", ()):
            if thing["key"] == "proposal_pdf":
                thing["sample"] = sample
    design.release(session, None, document, now=MONDAY_9)


def test_a_sample_is_downloaded_under_its_own_name(sampled: None, browse: Browse) -> None:  # noqa: ARG001
    answer = browse("chen").get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "%E5%A5%BD%E6%96%B9%E6%A1%88.pdf" in answer.headers["content-disposition"]


def test_the_process_names_its_samples(sampled: None, browse: Browse) -> None:  # noqa: ARG001
    (sales,) = browse("chen").get("/api/processes").json()
    named = {one["key"]: one["sample"] for stage in sales["stages"] for one in stage["deliverables"]}
    assert named["proposal_pdf"] == "好方案.pdf"
    assert named["receipt"] is None


@pytest.mark.parametrize("key", ["receipt", "nothing"])
def test_where_there_is_no_sample_nothing_is_found(sampled: None, browse: Browse, key: str) -> None:  # noqa: ARG001
    assert browse("chen").get(f"/api/processes/sales/samples/{key}").status_code == 404
    assert browse("chen").get("/api/processes/moon/samples/proposal_pdf").status_code == 404


def test_a_sample_that_was_only_named_is_not_found(session: Session, browse: Browse) -> None:
    release(session, "好方案.pdf")
    assert browse("chen").get(ADDRESS).status_code == 404


def test_who_may_not_read_the_object_finds_no_sample(sampled: None, browse: Browse, session: Session) -> None:  # noqa: ARG001
    chen = browse("chen")
    assert chen.get(ADDRESS).status_code == 200
    document: dict[str, Any] = deepcopy(BLUEPRINT)
    document["processes"][0]["stages"][2]["gate"]["deliverables"][0]["sample"] = {
        "name": "好方案.pdf",
        "sha256": hashlib.sha256(CONTENT).hexdigest(),
    }
    next(role for role in document["roles"] if role["key"] == "rep")["objects"] = {"customer": ["read"]}
    design.release(session, None, document, now=MONDAY_9)
    assert chen.get(ADDRESS).status_code == 404


def test_samples_and_references_of_old_versions_are_still_read() -> None:
    thing = Deliverable.model_validate({"key": "a", "label": "A", "kind": "file", "sample": "a.pdf"})
    assert thing.sample is not None
    assert (thing.sample.name, thing.sample.sha256) == ("a.pdf", None)
    old = {"zh": "同行一般 5 天", "en": "The trade takes five days"}
    stage = Stage.model_validate({"key": "a", "label": "A", "reference": old})
    assert stage.reference == Reference(note=Words.model_validate(old))
    assert stage.reference is not None
    assert stage.reference.say("en") == "The trade takes five days"


def test_a_reference_says_all_it_knows_in_one_line() -> None:
    known = Reference(target=1, usual=2.5, rival=2, note=Words(zh="招标项目另算", en="not counting tenders"))
    assert known.say("zh") == "目标 1 天，同行一般 2.5 天，最快的对手 2 天，招标项目另算"
    assert known.say("en") == "target 1 day, usual in the trade 2.5 days, fastest rival 2 days, not counting tenders"
