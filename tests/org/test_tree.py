"""The tree as it stands in the database, how far each sees by it, and what a reorganisation moves."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import column, select, table, text
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Activity
from bihuan.kernel import clock, db
from bihuan.kernel.db import Sight
from bihuan.kernel.refusals import Forbidden
from bihuan.org import commands, queries
from bihuan.org.commands import Moves
from bihuan.org.models import Leave, Person, Team
from bihuan.org.viewer import Viewer
from bihuan.records.record import Record
from tests.company import MONDAY_9, PASSWORD, Cast
from tests.org.conftest import Browse

Seen = Callable[[str], AbstractContextManager[tuple[Session, Viewer]]]


def record_of(person: Person, number: int) -> Record:
    """A customer of this person's, as far as activities know it."""
    return Record(
        id=number,
        object_key="customer",
        title=f"客户 {number}",
        owner_id=person.id,
        owner_pos=person.pos,
        revision=1,
        values={},
        created_at=MONDAY_9,
        created_by_id=None,
        updated_at=MONDAY_9,
    )


@pytest.fixture
def calls(session: Session, cast: Cast) -> dict[str, int]:
    """One call by each of the cast with a customer of their own."""
    made = {}
    for number, login in enumerate(("chen", "lin", "wang", "zhao", "sun"), start=1):
        person = queries.person(session, cast.id(login))
        viewer = queries.viewer(session, person.id)
        deed = activity.log(session, viewer, record_of(person, number), kind="call", summary="hello", now=MONDAY_9)
        made[login] = deed.id
    return made


def seen_by(as_seen_by: Seen, login: str, calls: dict[str, int]) -> set[str]:
    """Whose calls somebody sees: by the range in the statement, and by the wall alone; the two must agree."""
    with as_seen_by(login) as (session, viewer):
        by_range = set(session.scalars(select(Activity.id).where(*queries.seeing(viewer, Activity.owner_pos))))
        by_wall = set(session.scalars(select(Activity.id)))
    assert by_range == by_wall
    return {who for who, number in calls.items() if number in by_wall}


EVERYBODY = {"chen", "lin", "wang", "zhao", "sun"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("chen", {"chen"}),
        ("lin", {"lin"}),
        ("wang", {"chen", "lin", "wang"}),
        ("zhao", {"zhao"}),
        ("sun", EVERYBODY),
    ],
)
def test_who_sees_whose_work(as_seen_by: Seen, calls: dict[str, int], who: str, sees: set[str]) -> None:
    assert seen_by(as_seen_by, who, calls) == sees


def test_the_range_without_the_wall_is_the_same_range(session: Session, cast: Cast, calls: dict[str, int]) -> None:
    for login, sees in (("chen", {"chen"}), ("wang", {"chen", "lin", "wang"}), ("sun", EVERYBODY)):
        viewer = queries.viewer(session, cast.id(login))
        found = set(session.scalars(select(Activity.id).where(*queries.seeing(viewer, Activity.owner_pos))))
        assert found == {calls[who] for who in sees}


def test_who_has_said_nothing_sees_nothing(session: Session, calls: dict[str, int]) -> None:
    assert calls
    db.see(session, db.NOWHERE)
    assert session.scalars(select(Activity.id)).all() == []


def test_a_single_record_can_be_shared() -> None:
    records = table("records", column("id"), column("owner_pos"))
    own = Viewer(person_id=1, name="x", role_key="x", scope="own", sight=Sight(lo=5, hi=5, shared=(7, 8)))  # type: ignore[arg-type]
    said = str(
        select(records.c.id).where(*queries.seeing_record(own, records)).compile(compile_kwargs={"literal_binds": True})
    )
    assert "owner_pos = 5 OR" in said
    assert "IN (7, 8)" in said
    everything = Viewer(person_id=1, name="x", role_key="x", scope="all", sight=Sight(all=True, shared=(7,)))  # type: ignore[arg-type]
    assert queries.seeing_record(everything, records) == []


def test_after_a_reorganisation_wang_sees_by_the_new_tree(
    browse: Browse, as_seen_by: Seen, session: Session, cast: Cast, calls: dict[str, int]
) -> None:
    valves, pumps = (session.scalar(select(Team.id).where(Team.name == name)) for name in ("阀门组", "水泵组"))
    assert seen_by(as_seen_by, "wang", calls) == {"chen", "lin", "wang"}
    sun = browse("sun")
    answer = sun.post("/api/teams/reorganise", json={"people": [{"id": cast.chen, "team_id": pumps}]})
    assert answer.status_code == 200
    assert answer.json()["moved"] > 0
    assert seen_by(as_seen_by, "wang", calls) == {"lin", "wang"}
    assert seen_by(as_seen_by, "zhao", calls) == {"zhao", "chen"}
    assert seen_by(as_seen_by, "chen", calls) == {"chen"}
    assert sun.post("/api/teams/reorganise", json={"teams": [{"id": pumps, "parent_id": valves}]}).status_code == 200
    assert seen_by(as_seen_by, "wang", calls) == {"lin", "wang", "zhao", "chen"}
    db.see(session, db.EVERYTHING)
    told = session.scalars(text("SELECT payload FROM ledger_event WHERE kind = 'org.reorganised' ORDER BY seq")).all()
    assert [entry["people"] for entry in told] == [{str(cast.chen): pumps}, {}], "one line for each"


def test_moving_one_person_moves_what_they_own(
    browse: Browse, as_seen_by: Seen, session: Session, cast: Cast, calls: dict[str, int]
) -> None:
    pumps = session.scalar(select(Team.id).where(Team.name == "水泵组"))
    moved = browse("sun").patch(f"/api/people/{cast.chen}", json={"team_id": pumps}).json()
    assert moved["team"]["id"] == pumps
    assert moved["manager"]["id"] == cast.zhao
    assert seen_by(as_seen_by, "wang", calls) == {"lin", "wang"}
    assert seen_by(as_seen_by, "zhao", calls) == {"zhao", "chen"}


def test_without_a_team_one_sees_ones_own_work_and_is_seen_by_who_sees_all(
    browse: Browse, as_seen_by: Seen, cast: Cast, calls: dict[str, int]
) -> None:
    sun = browse("sun")
    assert sun.patch(f"/api/people/{cast.wang}", json={"team_id": None}).status_code == 200
    assert seen_by(as_seen_by, "wang", calls) == {"wang"}, "a manager of no team leads nobody"
    assert seen_by(as_seen_by, "zhao", calls) == {"zhao"}
    assert seen_by(as_seen_by, "sun", calls) == EVERYBODY


@pytest.mark.parametrize(
    ("kind", "sees"), [("region", {"chen", "lin", "wang", "zhao"}), ("team", {"chen", "lin", "wang"})]
)
def test_a_region_is_the_nearest_one_above_else_the_own_team(
    session: Session, as_seen_by: Seen, cast: Cast, calls: dict[str, int], kind: str, sees: set[str]
) -> None:
    east = session.scalar(select(Team).where(Team.name == "华东"))
    assert east is not None
    commands.change_team(session, None, east, {"kind": kind}, now=MONDAY_9)
    wang = queries.person(session, cast.wang)
    own = queries.team(session, wang.team_id or 0)
    reach = queries.region(session, own)
    assert reach.name == ("华东" if kind == "region" else "阀门组")
    with as_seen_by("wang") as (inner, _):
        db.see(inner, Sight(lo=reach.lo, hi=reach.hi, person_id=cast.wang))
        found = set(inner.scalars(select(Activity.id)))
    assert found == {calls[who] for who in sees}


def test_a_role_the_blueprint_no_longer_knows_sees_its_own_and_may_nothing(session: Session, cast: Cast) -> None:
    wang = queries.person(session, cast.wang)
    wang.role_key = "forgotten"
    viewer = queries.viewer(session, cast.wang)
    assert (viewer.sight.all, viewer.sight.lo, viewer.sight.hi) == (False, wang.pos, wang.pos)
    assert viewer.rights == frozenset()
    assert not viewer.may_do("customer", "read")


def test_a_hidden_field_is_hidden_and_the_rest_of_the_object_stays_open(session: Session, cast: Cast) -> None:
    chen = queries.viewer(session, cast.chen)
    assert chen.hidden("opportunity") == {"cost"}
    assert chen.may_do("opportunity", "update")
    assert chen.hidden("customer") == frozenset()
    assert not chen.may_do("product", "update")
    assert not chen.may_do("opportunity", "export")


@pytest.mark.parametrize("who", ["chen", "wang", "zhao"])
def test_only_who_runs_the_organisation_changes_the_tree(browse: Browse, session: Session, who: str) -> None:
    client = browse(who)
    team = session.scalar(select(Team.id).where(Team.name == "阀门组"))
    assert client.post("/api/teams", json={"name": "新组"}).status_code == 403
    assert client.patch(f"/api/teams/{team}", json={"name": "x"}).status_code == 403
    assert client.post("/api/teams/reorganise", json={}).status_code == 403
    shown = client.get("/api/teams").json()["items"]
    assert [one["name"] for one in shown] == ["试验公司", "华东", "阀门组", "水泵组"]
    assert [one["people"] for one in shown] == [5, 4, 3, 1]


def test_a_team_cannot_lie_inside_itself(browse: Browse, session: Session) -> None:
    company, valves = (session.scalar(select(Team.id).where(Team.name == name)) for name in ("试验公司", "阀门组"))
    before = session.execute(text("SELECT id, lo, hi FROM org_team ORDER BY id")).all()
    answer = browse("sun").post("/api/teams/reorganise", json={"teams": [{"id": company, "parent_id": valves}]})
    assert (answer.status_code, answer.json()["code"]) == (409, "team_inside_itself")
    assert session.execute(text("SELECT id, lo, hi FROM org_team ORDER BY id")).all() == before


@pytest.mark.parametrize("asked", [{"id": 10**6, "parent_id": None}, {"id": 1, "parent_id": 10**6}])
def test_a_team_that_is_not_there_moves_nowhere(browse: Browse, asked: dict[str, int | None]) -> None:
    assert browse("sun").post("/api/teams/reorganise", json={"teams": [asked]}).status_code == 404


def test_a_full_team_makes_room_and_keeps_everybody_inside(session: Session, cast: Cast) -> None:
    valves = session.scalar(select(Team).where(Team.name == "阀门组"))
    assert valves is not None
    session.execute(text("UPDATE org_person SET pos = -id"))
    people = session.scalars(select(Person).where(Person.team_id == valves.id)).all()
    session.execute(text("UPDATE org_team SET hi = lo + 4 WHERE id = :id"), {"id": valves.id})
    for place, person in enumerate(people, start=1):
        session.execute(
            text("UPDATE org_person SET pos = :pos WHERE id = :id"), {"pos": valves.lo + place, "id": person.id}
        )
    session.expire_all()
    new = commands.NewPerson(login="qian", name="钱销售", role_key="rep", team_id=valves.id, password=PASSWORD)
    commands.add_person(session, None, new, now=MONDAY_9)
    assert {person.login for person in queries.people(session, team=valves)} == {"wang", "chen", "lin", "qian"}
    assert cast.chen in {person.id for person in queries.people(session, team=queries.team(session, valves.id))}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_to_the_tree_each_team_holds_exactly_its_people(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(40):
        team_ids = list(session.scalars(select(Team.id)))
        people = list(session.scalars(select(Person)))
        match chance.choice(["team", "person", "person", "move", "reorganise"]):
            case "team":
                name = f"组 {step}"
                commands.add_team(
                    session, None, name=name, kind="team", parent_id=chance.choice([*team_ids, None]), now=MONDAY_9
                )
            case "person":
                new = commands.NewPerson(
                    login=f"p{step}", name="x", role_key="rep", team_id=chance.choice([*team_ids, None])
                )
                commands.add_person(session, None, new, now=MONDAY_9)
            case "move":
                commands.move_person(
                    session, None, chance.choice(people), chance.choice([*team_ids, None]), now=MONDAY_9
                )
            case _:
                later, earlier = sorted(chance.sample(team_ids, 2), reverse=True)
                moves = Moves(people={chance.choice(people).id: later}, teams={later: earlier} if later > 4 else {})
                commands.reorganise(session, None, moves, now=MONDAY_9)
        slow = oracle(session)
        for team in queries.teams(session):
            assert {one.id for one in queries.people(session, team=team)} == slow[team.id], f"step {step}"


def oracle(session: Session) -> dict[int, set[int]]:
    """Who is below each team: by walking up from everybody."""
    tree = queries.tree(session)
    found: dict[int, set[int]] = {team: set() for team in tree.parents}
    for person, own in tree.members.items():
        here = own
        while here is not None:
            found[here].add(person)
            here = tree.parents[here]
    return found


# ── who leads, who stands in ──────────────────────────────────────────────────


def away(session: Session, person_id: int, substitute_id: int | None) -> None:
    """This person is on leave today."""
    now = clock.now()
    leave = Leave(from_at=now - timedelta(hours=1), to_at=now + timedelta(days=1), substitute_id=substitute_id)
    commands.take_leave(session, None, queries.person(session, person_id), leave, now=now)


def manager(session: Session, person_id: int) -> int | None:
    found = queries.direct_manager(session, person_id, clock.now())
    return found.id if found else None


def test_the_teams_manager_leads_and_is_led_by_the_next_one_up(session: Session, cast: Cast) -> None:
    assert manager(session, cast.chen) == cast.wang
    assert manager(session, cast.wang) == cast.sun
    assert manager(session, cast.sun) is None


def test_an_own_manager_goes_before_the_teams(session: Session, cast: Cast) -> None:
    commands.change_person(session, None, queries.person(session, cast.chen), {"manager_id": cast.zhao}, now=MONDAY_9)
    assert manager(session, cast.chen) == cast.zhao
    commands.deactivate(session, None, queries.person(session, cast.zhao), now=MONDAY_9)
    assert manager(session, cast.chen) == cast.wang, "who has left leads nobody"


def test_on_leave_the_substitute_stands_in(session: Session, cast: Cast) -> None:
    away(session, cast.wang, cast.zhao)
    assert manager(session, cast.chen) == cast.zhao
    assert queries.standing_in(session, cast.wang, clock.now()).id == cast.zhao
    later = clock.now() + timedelta(days=2)
    found = queries.direct_manager(session, cast.chen, later)
    assert found is not None
    assert found.id == cast.wang, "back at work"


def test_who_stands_in_for_the_own_manager_is_led_by_the_next_one_up(session: Session, cast: Cast) -> None:
    away(session, cast.wang, cast.chen)
    assert manager(session, cast.lin) == cast.chen
    assert manager(session, cast.chen) == cast.sun


def test_a_substitute_who_has_left_stands_in_for_nobody(session: Session, cast: Cast) -> None:
    away(session, cast.wang, cast.zhao)
    commands.deactivate(session, None, queries.person(session, cast.zhao), now=MONDAY_9)
    assert manager(session, cast.chen) == cast.wang


def test_the_nearest_with_a_role_never_oneself(session: Session, cast: Cast) -> None:
    now = clock.now()

    def nearest(role: str, near: int) -> int | None:
        found = queries.with_role(session, role, near=near, now=now)
        return found.id if found else None

    assert nearest("manager", cast.chen) == cast.wang
    assert nearest("manager", cast.wang) == cast.zhao
    assert nearest("admin", cast.sun) is None
    assert nearest("nobody", cast.chen) is None


def test_leave_is_not_working_time(session: Session, cast: Cast) -> None:
    now = clock.now()
    common = queries.calendar(session)
    assert queries.calendar(session, cast.chen) == common
    away(session, cast.chen, None)
    assert queries.calendar(session, cast.chen).leave
    assert queries.calendar(session, cast.lin) == common
    assert queries.away_until(session, now).keys() == {cast.chen}


@pytest.mark.parametrize(
    ("begin", "end", "substitute", "named"),
    [
        (2, 1, None, ("to", "interval")),
        (1, 400, None, ("to", "interval")),
        (-3, -1, None, ("to", "past")),
        (1, 2, "chen", ("substitute_id", "unknown_person")),
        (1, 2, 10**9, ("substitute_id", "unknown_person")),
    ],
)
def test_leave_that_makes_no_sense_is_not_taken(
    browse: Browse, cast: Cast, begin: int, end: int, substitute: object, named: tuple[str, str]
) -> None:
    now = clock.now()
    asked: dict[str, object] = {
        "from": (now + timedelta(days=begin)).isoformat(),
        "to": (now + timedelta(days=end)).isoformat(),
    }
    if substitute is not None:
        asked["substitute_id"] = cast.chen if substitute == "chen" else substitute
    answer = browse("chen").post("/api/me/leave", json=asked)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["facts"]["problems"]] == [named]


def test_leave_is_taken_listed_and_called_off(browse: Browse, cast: Cast) -> None:
    chen = browse("chen")
    asked = {"from": "2030-05-01T00:00:00+08:00", "to": "2030-05-06T00:00:00+08:00", "substitute_id": cast.lin}
    taken = chen.post("/api/me/leave", json=asked)
    assert taken.status_code == 201
    assert taken.json()["substitute"] == {"id": cast.lin, "name": "林销售"}
    twice = chen.post("/api/me/leave", json=asked)
    assert (twice.status_code, twice.json()["code"]) == (409, "leave_overlaps")
    assert [one["id"] for one in chen.get("/api/me/leave").json()] == [taken.json()["id"]]
    assert browse("lin").delete(f"/api/me/leave/{taken.json()['id']}").status_code == 403
    assert chen.delete(f"/api/me/leave/{taken.json()['id']}").status_code == 204
    assert chen.get("/api/me/leave").json() == []


@pytest.mark.parametrize(("who", "status"), [("wang", 201), ("sun", 201), ("lin", 403), ("zhao", 403)])
def test_the_direct_manager_enters_leave_too(browse: Browse, cast: Cast, who: str, status: int) -> None:
    asked = {"from": "2030-05-01T00:00:00Z", "to": "2030-05-06T00:00:00Z"}
    assert browse(who).post(f"/api/people/{cast.chen}/leave", json=asked).status_code == status


def test_the_system_itself_needs_no_right_but_a_viewer_does(session: Session, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        commands.reorganise(session, queries.viewer(session, cast.wang), Moves(), now=MONDAY_9)
    assert commands.reorganise(session, None, Moves(), now=MONDAY_9) >= 0
