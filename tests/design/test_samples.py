"""Sample files are kept while a process is designed; drafts are called by name; where journeys stand is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.design import queries
from bihuan.design.models import Draft
from bihuan.design.operations import Add, Set
from bihuan.kernel.files import Store
from bihuan.ledger import queries as ledger
from bihuan.org.viewer import Viewer
from tests.company import MONDAY_9, Cast
from tests.process.deals import Deal

Browse = Callable[[str], TestClient]
Asking = Callable[[str], Viewer]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
THING = {"key": "plan_1", "label": {"zh": "方案", "en": "Plan"}, "kind": "file"}
PLACE = ("processes", "sales", "stages", "lead", "gate", "deliverables")


@pytest.fixture
def sun(asking: Asking) -> Viewer:
    """Runs the system."""
    return asking("sun")


@pytest.fixture
def draft(session: Session, sun: Viewer) -> Draft:
    """A draft in which the first stage asks for a file."""
    begun = design.begin(session, sun, now=MONDAY_9)
    return design.edit(session, sun, begun.id, [Add(place=PLACE, value=THING, before=None)], revision=0, now=MONDAY_9)


def sent(client: TestClient, name: str = "样例.pdf", content: bytes = PDF) -> tuple[int, dict[str, object]]:
    answer = client.post("/api/design/samples", files={"file": (name, content)})
    return answer.status_code, answer.json()


def test_a_sample_is_kept_named_by_a_draft_and_fetched_again(
    session: Session, browse: Browse, sun: Viewer, draft: Draft
) -> None:
    client = browse("sun")
    status, kept = sent(client)
    assert (status, kept) == (201, {"name": "样例.pdf", "sha256": hashlib.sha256(PDF).hexdigest()})
    address = f"/api/design/drafts/{draft.id}/samples/{kept['sha256']}"
    assert client.get(address).status_code == 404  # no deliverable names it yet
    asked = [Set(place=(*PLACE, "plan_1", "sample"), value=kept)]
    design.edit(session, sun, draft.id, asked, revision=draft.revision, now=MONDAY_9)
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert client.get(address, params={"inline": "true"}).headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("方案.pdf", b"MZ\x90\x00 a program", "wrong_file_type"), ("方案.exe", PDF, "wrong_file_type")],
)
def test_what_is_not_what_its_name_says_is_no_sample(browse: Browse, name: str, content: bytes, code: str) -> None:
    status, said = sent(browse("sun"), name, content)
    assert (status, said["code"]) == (422, code)


def test_only_who_may_configure_keeps_samples_renames_and_counts(browse: Browse, draft: Draft) -> None:
    chen = browse("chen")
    assert sent(chen)[0] == 403
    assert chen.get(f"/api/design/drafts/{draft.id}/samples/{'0' * 64}").status_code == 403
    assert chen.patch(f"/api/design/drafts/{draft.id}", json={"name": "七步"}).status_code == 403
    assert chen.get("/api/design/running").status_code == 403


def test_a_draft_is_called_otherwise_without_a_step(session: Session, browse: Browse, draft: Draft) -> None:
    answer = browse("sun").patch(f"/api/design/drafts/{draft.id}", json={"name": " 七步流程 "})
    assert (answer.status_code, answer.json()["name"], answer.json()["revision"]) == (200, "七步流程", draft.revision)
    assert len(queries.steps(session, draft.id)) == 1
    line = next(one for one in ledger.timeline(session, f"draft:{draft.id}") if one.kind == "draft.renamed")
    assert line.payload == {"from": "", "to": "七步流程"}


def test_the_desk_knows_how_many_stand_in_each_stage(session: Session, cast: Cast, data: Path, sun: Viewer) -> None:
    before = dict.fromkeys(queries.running(session, sun))
    Deal(session, cast, Store(data / "files")).opened()
    (fresh,) = [one for one in queries.running(session, sun) if one not in before]
    assert fresh[:2] == ("sales", "lead")
