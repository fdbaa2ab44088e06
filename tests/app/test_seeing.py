"""Every route × the cast against a slow oracle: nobody outside the scope gets a row, by whatever way they ask.

Each of the cast owns a customer, an opportunity with its journey, an activity, a file and something handed in, and each
of these carries a text that stands nowhere else. A route that this table doesn't know fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import md5
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.kernel import clock
from bihuan.kernel.files import Store
from bihuan.org import asking as asked
from bihuan.org import queries as people
from bihuan.packs import papers
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.process.commands import Handful
from bihuan.records import commands as records
from tests.company import LOGINS, Cast

PUBLIC = {"/api/calendar/{token}", "/api/session", "/api/health", "/api/setup", "/api/workspaces"} | {
    f"/api/confirmations/{{token}}{rest}" for rest in ("", "/file", "/pages/{number}", "/confirm", "/decline")
}


@dataclass(frozen=True, kw_only=True)
class Estate:
    """What one of the cast owns."""

    login: str
    mark: str
    customer: int
    opportunity: int
    journey: int
    file: int
    handed_in: int


# What a route shows. "by id": one estate's thing, not found for who may not see it. "list": rows of all whom one
# may see. "own": the asker's own. "open": the directory and the configuration, no row of anybody's.
BY_ID: dict[tuple[str, str], tuple[Callable[[Estate], dict[str, Any]], Any]] = {
    ("GET", "/api/records/{object}/{record_id}"): (
        lambda one: {"object": "opportunity", "record_id": one.opportunity},
        None,
    ),
    ("PATCH", "/api/records/{object}/{record_id}"): (
        lambda one: {"object": "customer", "record_id": one.customer},
        {"values": {"city": "温州"}, "revision": 1},
    ),
    ("DELETE", "/api/records/{object}/{record_id}"): (
        lambda one: {"object": "customer", "record_id": one.customer},
        None,
    ),
    ("POST", "/api/records/{object}/{record_id}/assign"): (
        lambda one: {"object": "customer", "record_id": one.customer},
        {"owner_id": 1},
    ),
    ("GET", "/api/records/{object}/{record_id}/timeline"): (
        lambda one: {"object": "opportunity", "record_id": one.opportunity},
        None,
    ),
    ("GET", "/api/records/{object}/{record_id}/shares"): (
        lambda one: {"object": "customer", "record_id": one.customer},
        None,
    ),
    ("GET", "/api/merges/{object}/{record_id}"): (
        lambda one: {"object": "customer", "record_id": one.customer},
        None,
    ),
    ("POST", "/api/records/{object_key}/{record_id}/activities"): (
        lambda one: {"object_key": "opportunity", "record_id": one.opportunity},
        {"kind": "call", "summary": "x"},
    ),
    ("GET", "/api/records/{object_key}/{record_id}/numbers"): (
        lambda one: {"object_key": "opportunity", "record_id": one.opportunity},
        None,
    ),
    ("POST", "/api/records/{object_key}/{record_id}/help"): (
        lambda one: {"object_key": "opportunity", "record_id": one.opportunity},
        {"note": "x"},
    ),
    ("GET", "/api/pools/of/{object_key}/{record_id}"): (
        lambda one: {"object_key": "customer", "record_id": one.customer},
        None,
    ),
    ("POST", "/api/pools/of/{object_key}/{record_id}/return"): (
        lambda one: {"object_key": "customer", "record_id": one.customer},
        {},
    ),
    ("GET", "/api/records/{object_key}/{record_id}/approvals"): (
        lambda one: {"object_key": "opportunity", "record_id": one.opportunity},
        None,
    ),
    ("POST", "/api/records/{object_key}/{record_id}/approvals"): (
        lambda one: {"object_key": "opportunity", "record_id": one.opportunity},
        {"key": "discount"},
    ),
    ("GET", "/api/journeys/{journey_id}"): (lambda one: {"journey_id": one.journey}, None),
    ("POST", "/api/journeys/{journey_id}/advance"): (lambda one: {"journey_id": one.journey}, {}),
    ("POST", "/api/journeys/{journey_id}/go_back"): (
        lambda one: {"journey_id": one.journey},
        {"to": "lead", "reason": "x"},
    ),
    ("POST", "/api/journeys/{journey_id}/close"): (lambda one: {"journey_id": one.journey}, {"reason": "nothing"}),
    ("POST", "/api/journeys/{journey_id}/exceptions"): (lambda one: {"journey_id": one.journey}, {"reason": ""}),
    ("POST", "/api/journeys/{journey_id}/deliverables/{key}"): (
        lambda one: {"journey_id": one.journey, "key": "terms"},
        {"text": "x"},
    ),
    ("POST", "/api/journeys/{journey_id}/deliverables/{key}/send"): (
        lambda one: {"journey_id": one.journey, "key": "receipt"},
        {},
    ),
    ("POST", "/api/deliverables/{handed_in_id}/accept"): (lambda one: {"handed_in_id": one.handed_in}, {}),
    ("POST", "/api/deliverables/{handed_in_id}/reject"): (lambda one: {"handed_in_id": one.handed_in}, {"reason": "x"}),
    ("GET", "/api/files/{file_id}"): (lambda one: {"file_id": one.file}, None),
}
LISTS: dict[tuple[str, str], tuple[dict[str, Any], str]] = {
    ("GET", "/api/records/{object}"): ({"object": "opportunity"}, "?limit=200"),
    ("GET", "/api/records/{object}/groups"): ({"object": "opportunity"}, "?by=name"),
    ("GET", "/api/search"): ({}, "?q=mark"),
    ("GET", "/api/boards/funnel"): ({}, "?period=all"),
    ("GET", "/api/boards/stages"): ({}, ""),
    ("GET", "/api/boards/transitions"): ({}, "?at_least=1"),
    ("GET", "/api/boards/transitions/journeys"): ({}, "?left=lead&entered=proposal"),
    ("GET", "/api/boards/variants"): ({}, ""),
    ("GET", "/api/boards/variants/{key}/journeys"): ({"key": md5(b"lead>proposal").hexdigest()}, ""),
    ("GET", "/api/boards/health"): ({}, ""),
    ("GET", "/api/boards/health/cell"): ({}, "?person={person}&stage=lead"),
    ("GET", "/api/metrics/{key}"): ({"key": "open_journeys"}, "?by=owner"),
    ("GET", "/api/metrics/{key}/records"): ({"key": "open_journeys"}, ""),
    ("GET", "/api/dashboards/{key}/widgets/{widget}"): ({"key": "everyone", "widget": "longest"}, ""),
    ("GET", "/api/dashboards/{key}/widgets/{widget}/numbers.csv"): ({"key": "everyone", "widget": "longest"}, ""),
    ("GET", "/api/dashboards/{key}/choices/{field}"): ({"key": "everyone", "field": "customer"}, ""),
    ("GET", "/api/day"): ({}, "?person={person}"),
    ("GET", "/api/day/team"): ({}, ""),
    ("GET", "/api/duplicates/{object}"): ({"object": "customer"}, "?name=mark"),
    ("GET", "/api/activities/latest"): ({}, "?object=opportunity{records}"),
}
OWN = {
    ("GET", "/api/me"),
    ("GET", "/api/me/leave"),
    ("GET", "/api/me/tokens"),
    ("GET", "/api/me/calendar"),
    ("GET", "/api/notices"),
    ("GET", "/api/notices/count"),
    ("GET", "/api/notices/manners"),
    ("GET", "/api/tasks"),
    ("GET", "/api/day/put_off"),
    ("GET", "/api/day/given"),
    ("GET", "/api/approvals"),
    ("GET", "/api/imports"),
}
OPEN = {
    ("GET", "/api/objects"),
    ("GET", "/api/processes"),
    ("GET", "/api/processes/{process}/samples/{deliverable}"),
    ("GET", "/api/people"),
    ("GET", "/api/teams"),
    ("GET", "/api/metrics"),
    ("GET", "/api/dashboards"),
    ("GET", "/api/dashboards/{key}"),
    ("GET", "/api/design/questions"),
    ("GET", "/api/activities/kinds"),
    ("GET", "/api/day/takers"),
    ("GET", "/api/openapi.json"),
}
# What only changes something of the asker's own, or asks a right of its own; each has tests where it lives.
ELSEWHERE = {
    ("GET", "/api/pools"),
    ("GET", "/api/pools/{key}/records"),
    ("POST", "/api/pools/{key}/records/{record_id}/claim"),
    ("POST", "/api/duplicates/{object}/ask"),
    ("POST", "/api/shares/{share_id}/answer"),
    ("POST", "/api/shares/{share_id}/end"),
    ("GET", "/api/merges/{object}"),
    ("GET", "/api/merges/{object}/compare"),
    ("POST", "/api/merges/{object}"),
    ("POST", "/api/merges/{object}/{record_id}/{merge_id}/undo"),
    ("GET", "/api/handovers"),
    ("GET", "/api/handovers/without-owner"),
    ("GET", "/api/handovers/people/{person_id}"),
    ("POST", "/api/handovers/preview"),
    ("POST", "/api/handovers"),
    ("GET", "/api/handovers/{handover_id}"),
    ("POST", "/api/handovers/{handover_id}/undo"),
    ("GET", "/api/records/{object}/grade-changes"),
    ("GET", "/api/records/{object}/grade-changes.csv"),
    # Seen by who is asked as well: tests/approvals/test_doors.py has the whole table.
    ("GET", "/api/approvals/{request_id}"),
    ("POST", "/api/approvals/{request_id}/answer"),
    ("POST", "/api/approvals/{request_id}/send_back"),
    ("POST", "/api/approvals/{request_id}/delegate"),
    ("POST", "/api/approvals/{request_id}/add_signer"),
    ("POST", "/api/approvals/{request_id}/withdraw"),
    ("POST", "/api/approvals/{request_id}/resubmit"),
    ("POST", "/api/approvals/{request_id}/remind"),
    ("GET", "/api/approvals/{request_id}/files/{file_id}"),
    ("GET", "/api/transfers"),
    ("GET", "/api/transfers/waiting"),
    ("POST", "/api/transfers/preview"),
    ("POST", "/api/transfers"),
    ("POST", "/api/transfers/{transfer_id}/undo"),
    ("GET", "/api/design/drafts"),
    ("POST", "/api/design/drafts"),
    ("GET", "/api/design/drafts/{draft_id}"),
    ("PATCH", "/api/design/drafts/{draft_id}"),
    ("DELETE", "/api/design/drafts/{draft_id}"),
    ("GET", "/api/design/drafts/{draft_id}/bin"),
    ("POST", "/api/design/samples"),
    ("GET", "/api/design/drafts/{draft_id}/samples/{sha256}"),
    ("GET", "/api/design/running"),
    ("GET", "/api/design/drafts/{draft_id}/edits"),
    ("POST", "/api/design/drafts/{draft_id}/edits"),
    ("POST", "/api/design/drafts/{draft_id}/undo"),
    ("POST", "/api/design/drafts/{draft_id}/redo"),
    ("POST", "/api/design/drafts/{draft_id}/renew"),
    ("GET", "/api/design/drafts/{draft_id}/plan"),
    ("POST", "/api/design/drafts/{draft_id}/replay"),
    ("POST", "/api/design/drafts/{draft_id}/dashboards/preview"),
    ("GET", "/api/design/drafts/{draft_id}/roles"),
    ("GET", "/api/design/drafts/{draft_id}/formulas/{object_key}/{field_key}"),
    ("GET", "/api/design/rules/{key}/runs"),
    ("GET", "/api/design/rules/{key}/records/{record_id}"),
    ("GET", "/api/design/drafts/{draft_id}/rules/people"),
    ("GET", "/api/design/drafts/{draft_id}/rules/{key}/try/{record_id}"),
    ("GET", "/api/design/drafts/{draft_id}/rules/{key}/rehearsal"),
    ("GET", "/api/design/drafts/{draft_id}/rules/{key}/text"),
    ("POST", "/api/design/drafts/{draft_id}/rules/{key}/text"),
    ("GET", "/api/design/drafts/{draft_id}/as"),
    ("GET", "/api/design/drafts/{draft_id}/as/{person_id}"),
    ("GET", "/api/design/drafts/{draft_id}/as/{person_id}/records/{object_key}"),
    ("POST", "/api/design/drafts/{draft_id}/release"),
    ("GET", "/api/design/dictionaries/{key}/used"),
    ("GET", "/api/design/activity_kinds/used"),
    ("GET", "/api/design/drafts/{draft_id}/calendar"),
    ("GET", "/api/design/drafts/{draft_id}/approvals/{key}/tried"),
    ("GET", "/api/design/drafts/{draft_id}/grades/{key}/preview"),
    ("POST", "/api/design/drafts/{draft_id}/calendar/due"),
    ("GET", "/api/design/packs"),
    ("POST", "/api/design/drafts/{draft_id}/packs"),
    ("POST", "/api/design/drafts/{draft_id}/packs/take"),
    ("GET", "/api/design/drafts/{draft_id}/ways"),
    ("POST", "/api/design/drafts/{draft_id}/pilot"),
    ("POST", "/api/design/drafts/{draft_id}/schedule"),
    ("DELETE", "/api/design/drafts/{draft_id}/schedule"),
    ("GET", "/api/design/pilots"),
    ("GET", "/api/design/pilots/{pilot_id}"),
    ("PATCH", "/api/design/pilots/{pilot_id}"),
    ("POST", "/api/design/pilots/{pilot_id}/release"),
    ("POST", "/api/design/pilots/{pilot_id}/take_back"),
    ("GET", "/api/design/pilots/{pilot_id}/numbers/{key}/records"),
    ("GET", "/api/design/versions"),
    ("GET", "/api/design/versions/{number}/yaml"),
    ("GET", "/api/design/versions/{older}/changes/{newer}"),
    ("POST", "/api/design/versions/{number}/restore"),
    ("POST", "/api/records/{object}"),
    ("POST", "/api/files"),
    ("POST", "/api/imports"),
    ("GET", "/api/imports/{import_id}"),
    ("POST", "/api/imports/{import_id}/check"),
    ("POST", "/api/imports/{import_id}/commit"),
    ("POST", "/api/imports/{import_id}/undo"),
    ("GET", "/api/imports/{import_id}/errors.xlsx"),
    ("POST", "/api/me/leave"),
    ("DELETE", "/api/me/leave/{leave_id}"),
    ("PATCH", "/api/me"),
    ("POST", "/api/me/password"),
    ("POST", "/api/me/tokens"),
    ("POST", "/api/me/calendar"),
    ("DELETE", "/api/me/calendar"),
    ("DELETE", "/api/me/tokens/{token_id}"),
    ("POST", "/api/notices/{notice_id}/acknowledge"),
    ("POST", "/api/notices/{notice_id}/read"),
    ("POST", "/api/notices/{notice_id}/snooze"),
    ("POST", "/api/notices/seen"),
    ("GET", "/api/notices/pushed/{parcel_id}"),
    ("GET", "/api/live"),
    ("POST", "/api/notices/manners"),
    ("GET", "/api/notices/load"),
    ("POST", "/api/tasks/{task_id}/done"),
    ("POST", "/api/day/acts"),
    ("POST", "/api/day/nudges"),
    ("POST", "/api/people"),
    ("GET", "/api/people/{person_id}"),
    ("PATCH", "/api/people/{person_id}"),
    ("GET", "/api/people/{person_id}/leave"),
    ("POST", "/api/people/{person_id}/leave"),
    ("POST", "/api/people/{person_id}/password"),
    ("GET", "/api/rescue"),
    ("GET", "/api/rescue/count"),
    ("POST", "/api/rescue/again"),
    ("POST", "/api/rescue/drop"),
    ("GET", "/api/rescue/secrets"),
    ("POST", "/api/rescue/secrets"),
    ("DELETE", "/api/rescue/secrets/{key}"),
    ("GET", "/api/system"),
    ("POST", "/api/system/jobs/{job_id}/again"),
    ("POST", "/api/system/jobs/{job_id}/drop"),
    ("POST", "/api/system/letters/{letter_id}/again"),
    ("POST", "/api/system/letters/{letter_id}/drop"),
    ("POST", "/api/teams"),
    ("POST", "/api/teams/reorganise"),
    ("PATCH", "/api/teams/{team_id}"),
}


def endpoints(application: FastAPI) -> Iterator[tuple[str, str, Any]]:
    """Every route under /api with its method."""
    for found in iter_route_contexts(application.routes):
        path = found.path or ""
        if isinstance(found.original_route, APIRoute) and path.startswith("/api/"):
            for method in found.original_route.methods or ():
                yield str(method), path, found


def may_see(viewer: str, owner: str) -> bool:
    """The oracle: spelled out, not computed."""
    return viewer in {owner, "sun"} or (viewer == "wang" and owner in {"chen", "lin"})


@pytest.fixture
def estates(session: Session, cast: Cast, data: Path) -> dict[str, Estate]:
    """One estate for each of the cast."""
    return {login: _estate(session, cast, login, Store(data / "files")) for login in LOGINS}


def _estate(session: Session, cast: Cast, login: str, store: Store) -> Estate:
    now, mark = clock.now(), f"mark-{login}-{7 * (len(login) + ord(login[0]))}"
    viewer, sun = people.viewer(session, cast.id(login)), people.viewer(session, cast.sun)
    owner = cast.id(login)
    customer = records.create(session, sun, "customer", {"name": f"{mark} customer"}, now=now, owner_id=owner)
    values = {"name": f"{mark} deal", "customer": customer.id, "amount": 5000, "medium": "水", "temperature": 20}
    deal = records.create(session, sun, "opportunity", values, now=now, owner_id=owner)
    journey = journeys.journey_beside(session, deal.id)
    assert journey is not None
    activity.log(session, viewer, deal, kind="call", summary=f"{mark} said", now=now)
    process.advance(session, sun, journey, now=now)
    file = records.keep(session, viewer, BytesIO(papers.pdf(mark, [])), name=f"{mark}.pdf", store=store, now=now)
    brought = Handful(file_ids=(file.id,))
    (handed,) = process.hand_in(session, viewer, journey, "proposal_pdf", brought=brought, now=now)
    return Estate(
        login=login,
        mark=mark,
        customer=customer.id,
        opportunity=deal.id,
        journey=journey.id,
        file=file.id,
        handed_in=handed.id,
    )


def test_every_route_is_in_the_table(application: FastAPI) -> None:
    known = {*BY_ID, *LISTS, *OWN, *OPEN, *ELSEWHERE}
    found = {(method, path) for method, path, _ in endpoints(application)}
    assert len(found) > 40, "this test looked at nothing"

    assert {(method, path) for method, path in found - known if path not in PUBLIC} == set()
    assert known - found == set(), "the table knows routes that are gone"


def test_every_endpoint_knows_who_is_asking(application: FastAPI) -> None:
    for method, path, endpoint in endpoints(application):
        assert _asks(endpoint.dependant) or path in PUBLIC, f"{method} {path} answers anybody"


def _asks(dependant: Dependant) -> bool:
    return any(
        getattr(one.call, "finds", None) in {asked.asker, asked.viewer} or _asks(one) for one in dependant.dependencies
    )


@pytest.mark.parametrize("who", LOGINS)
def test_what_one_may_not_see_does_not_exist(
    browse: Callable[[str], TestClient], connection: Connection, estates: dict[str, Estate], who: str
) -> None:
    client = browse(who)
    for (method, path), (place, body) in BY_ID.items():
        for estate in estates.values():
            with connection.begin_nested() as attempt:
                answer = client.request(
                    method, path.format(**place(estate)), **({} if body is None else {"json": body})
                )
                attempt.rollback()
            seen = answer.status_code != 404
            assert seen is may_see(who, estate.login), f"{who} {method} {path} of {estate.login}: {answer.status_code}"
            if not seen:
                assert estate.mark not in answer.text


@pytest.mark.parametrize("who", LOGINS)
def test_no_list_search_or_number_holds_a_row_of_somebody_unseen(
    browse: Callable[[str], TestClient], estates: dict[str, Estate], cast: Cast, who: str
) -> None:
    client, every = browse(who), "".join(f"&record={one.opportunity}" for one in estates.values())
    for (_, path), (place, query) in LISTS.items():
        for login in LOGINS:
            answer = client.get(path.format(**place) + query.format(person=cast.id(login), records=every))
            assert answer.status_code in {200, 403, 404}, f"{path}: {answer.text}"
            leaked = [one.mark for one in estates.values() if one.mark in answer.text and not may_see(who, one.login)]
            assert leaked == [], f"{who} {path}{query}"
            if "person" not in query:
                break


@pytest.mark.parametrize("who", LOGINS)
def test_lists_and_search_hold_every_row_one_may_see(
    browse: Callable[[str], TestClient], estates: dict[str, Estate], who: str
) -> None:
    client = browse(who)
    for path in ("/api/records/opportunity?limit=200", "/api/records/customer?limit=200", "/api/search?q=mark"):
        text = client.get(path).text
        assert {one.login for one in estates.values() if one.mark in text} == {
            login for login in LOGINS if may_see(who, login)
        }, path


@pytest.mark.parametrize("who", LOGINS)
def test_a_number_counts_only_what_one_may_see(
    browse: Callable[[str], TestClient], estates: dict[str, Estate], who: str
) -> None:
    assert estates
    answer = browse(who).get("/api/metrics/open_journeys")
    if answer.status_code == 200:
        assert answer.json()["value"] == sum(may_see(who, login) for login in LOGINS)


@pytest.mark.parametrize("who", LOGINS)
def test_the_directory_and_ones_own_pages_hold_nobodys_rows(
    browse: Callable[[str], TestClient], estates: dict[str, Estate], who: str
) -> None:
    client = browse(who)
    for _, path in OPEN:
        text = client.get(path).text
        assert [one.mark for one in estates.values() if one.mark in text] == [], path
    for _, path in OWN:
        text = client.get(path).text
        assert [one.mark for one in estates.values() if one.mark in text and not may_see(who, one.login)] == [], path
