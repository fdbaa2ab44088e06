"""Founding a workspace over the web: by the set-up code alone, all of it or nothing, and nobody waits for a restart."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from bihuan.app import founding, house, setup, web, workspaces
from bihuan.app.founding import Founded, Ground, Wish
from bihuan.app.house import House
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import Invalid
from bihuan.org import commands as org
from bihuan.packs import reading, tasting
from bihuan.process import queries as process
from tests import serving
from tests.company import MONDAY_9

PASSWORD = "ein Pferd frisst Gurkensalat"
NAME = "海宁器械行"
FIRST = reading.blueprint("starter")["processes"][0]["stages"][0]["key"]


@pytest.fixture
def ground(engine: Engine, tmp_path: Path) -> Iterator[Ground]:
    """A server's ground; whatever is founded on it is gone afterwards."""
    before = set(workspaces.names(engine))
    yield Ground(engine=engine, data=tmp_path, files=Store(tmp_path / "files"), most=len(before) + 3)
    for key in set(workspaces.names(engine)) - before:
        workspaces.drop(engine, key)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM bihuan.setup_try"))
    blueprint.forget()


@pytest.fixture
def door(ground: Ground) -> FastAPI:
    """The web application of a server that lets workspaces be made."""
    setup.ensure(ground.data)
    return serving.application(
        ground.engine,
        data=ground.data,
        files=ground.files,
        default_workspace="nowhere",
        most_workspaces=ground.most or 0,
    )


@pytest.fixture
def visitor(door: FastAPI) -> TestClient:
    """A browser at that door."""
    return TestClient(door, headers={"origin": "http://testserver", "accept-language": "zh"})


def asked(door: FastAPI, **other: Any) -> dict[str, Any]:  # noqa: ANN401 - what can be said of a workspace
    """A sound request."""
    code = setup.code(door.state.data)
    return {"code": code, "pack": "starter", "name": NAME, "password": PASSWORD} | other


def left_behind(engine: Engine) -> list[str]:
    """Schemas of workspaces that nobody knows."""
    with engine.connect() as connection:
        schemas = connection.scalars(text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'w\\_%'"))
        known = {db.schema_of(key) for key in workspaces.names(engine)}
        return [name for name in schemas if name not in known]


def test_a_workspace_is_made_in_own_words_and_entered(visitor: TestClient, door: FastAPI, ground: Ground) -> None:
    packs = visitor.post("/api/setup", json={"code": setup.code(ground.data)}).json()
    pack = next(one for one in packs if one["key"] == "medical-device")
    stages = [
        {
            "key": stage["key"],
            "label": f"我们的{stage['label']}",
            "limit": "3 workdays" if place < 3 else stage["limit"],
        }
        for place, stage in enumerate(pack["stages"])
    ]
    colleagues = [{"name": "王明", "role": "rep"}, {"name": "李娜", "role": "manager", "leads": True}]
    wanted = asked(door, pack="medical-device", stages=stages, colleagues=colleagues, samples=True)
    answer = visitor.post("/api/workspaces", json=wanted)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["key"] == "hainingqixiexing"
    assert [one["login"] for one in made["colleagues"]] == ["wangming", "lina"]
    me = visitor.get("/api/me").json()
    assert me["workspace"]["name"] == NAME
    found = visitor.get("/api/processes").json()[0]["stages"]
    assert [stage["label"] for stage in found] == [stage["label"] for stage in stages]
    with db.transaction(ground.engine, workspace=made["key"], sight=db.EVERYTHING) as session:
        live = next(iter(process.processes(session).values()))
        assert [str(stage.limit) for stage in live.stages[:3]] == ["3 workdays"] * 3
    team = visitor.get("/api/teams").json()["items"][1]
    assert team["manager"]["name"] == "李娜"
    assert len(visitor.get("/api/records/hospital").json()["items"]) == tasting.MANY
    assert visitor.post(f"/api/imports/{made['import_id']}/undo", json={}).status_code == 200
    assert visitor.get("/api/records/hospital").json()["items"] == []


@pytest.mark.parametrize("pack", reading.keys())
def test_each_pack_is_tried_with_customers_that_all_come_in(ground: Ground, pack: str) -> None:
    wish = Wish(pack=pack, name=NAME, password=PASSWORD, with_samples=True)
    with founding.founding(ground, wish, now=MONDAY_9) as founded:
        if not tasting.offered(pack):
            assert founded.batch is None
            return
        assert founded.batch is not None
        assert founded.batch.made["numbers"]["created"] == tasting.MANY
        assert founded.batch.report["problems"] == []


def test_without_the_code_nobody_learns_or_makes_anything(visitor: TestClient, door: FastAPI, engine: Engine) -> None:
    before = workspaces.names(engine)
    for path, body in (("/api/setup", {"code": "AAAAA"}), ("/api/workspaces", asked(door, code=""))):
        answer = visitor.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_code")
    assert visitor.post("/api/setup", json={}).status_code == 422
    assert workspaces.names(engine) == before


def test_who_guesses_is_stopped_and_even_the_right_code_waits(visitor: TestClient, door: FastAPI) -> None:
    right = setup.code(door.state.data)
    codes = [visitor.post("/api/setup", json={"code": f"{number}"}).status_code for number in range(setup.TRIES)]
    assert codes == [403] * setup.TRIES
    answer = visitor.post("/api/setup", json={"code": right})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    assert 0 < int(answer.headers["retry-after"]) <= setup.WINDOW.total_seconds()


def test_guesses_at_the_same_moment_are_all_counted(engine: Engine, ground: Ground) -> None:
    setup.ensure(ground.data)
    said: list[str] = []

    def guess() -> None:
        try:
            setup.enter(engine, ground.data, "guess", address="1.2.3.4", now=MONDAY_9)
        except (setup.WrongCode, org.TooManyTries) as no:
            said.append(no.code)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("wrong_code") == setup.TRIES
    later, right = MONDAY_9 + setup.WINDOW + timedelta(seconds=1), setup.ensure(ground.data)
    setup.enter(engine, ground.data, f" {right.lower()} ", address="1.2.3.4", now=later)


def test_the_code_is_for_the_servers_own_account_and_another_one_ends_it(engine: Engine, ground: Ground) -> None:
    first = setup.ensure(ground.data)
    assert setup.file_of(ground.data).stat().st_mode & 0o777 == 0o600
    assert setup.ensure(ground.data) == first
    second = setup.renew(ground.data)
    assert setup.file_of(ground.data).stat().st_mode & 0o777 == 0o600
    with pytest.raises(setup.WrongCode):
        setup.enter(engine, ground.data, first, address="1.2.3.5", now=MONDAY_9)
    setup.enter(engine, ground.data, second, address="1.2.3.5", now=MONDAY_9)


def test_a_server_that_lets_nobody_make_workspaces_has_no_such_door(ground: Ground) -> None:
    code = setup.ensure(ground.data)
    shut = web.create(ground.engine, data=ground.data, files=ground.files, default_workspace="nowhere")
    visitor = TestClient(shut, headers={"origin": "http://testserver"})
    assert visitor.get("/api/setup").json() == {"open": False}
    assert visitor.post("/api/setup", json={"code": code}).status_code == 404
    assert visitor.post("/api/workspaces", json=asked(shut)).status_code == 404


def test_another_site_cannot_make_a_browser_found_anything(door: FastAPI) -> None:
    visitor = TestClient(door, headers={"origin": "https://evil.example"})
    assert visitor.post("/api/workspaces", json=asked(door)).json()["code"] == "from_elsewhere"


@pytest.mark.parametrize(
    "key",
    [
        "Acme", "a-b", "1a", "a b", "a.b", 'a"; DROP SCHEMA public; --', "a'", "a\nb", "../a", "ä", "a/b",
        "demo", "demo_2", "a" * 31,
    ],
)  # fmt: skip
def test_no_key_but_a_plain_word_gets_through(visitor: TestClient, door: FastAPI, engine: Engine, key: str) -> None:
    answer = visitor.post("/api/workspaces", json=asked(door, key=key))
    assert answer.status_code in {409, 422}, answer.text
    assert NAME not in workspaces.names(engine).values()
    assert left_behind(engine) == []


def test_hostile_names_are_kept_as_they_are(visitor: TestClient, door: FastAPI, ground: Ground) -> None:
    name = "'; DROP SCHEMA bihuan; -- <script>alert(1)</script> \u202e"
    answer = visitor.post("/api/workspaces", json=asked(door, name=name))
    assert answer.status_code == 201, answer.text
    assert db.WORKSPACE_KEY.fullmatch(answer.json()["key"])
    assert visitor.get("/api/me").json()["workspace"]["name"] == name.strip()
    assert ground.engine is not None


def test_every_fault_is_told_and_nothing_is_left_behind(visitor: TestClient, door: FastAPI, engine: Engine) -> None:
    for other, field in (
        ({"password": "short"}, "password"),
        ({"password": "admin12345"}, "password"),
        ({"login": "Kein Name"}, "login"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 100}, "name"),
        ({"colleagues": [{"name": "王明", "role": "emperor"}]}, "role_key"),
        ({"stages": [{"key": "nowhere", "label": "x", "limit": None}]}, "stages.0.key"),
        ({"stages": [{"key": FIRST, "label": " ", "limit": "soon"}]}, "stages.0.limit"),
    ):
        answer = visitor.post("/api/workspaces", json=asked(door, **other))
        assert answer.status_code == 422, (other, answer.text)
        assert field in [problem["field"] for problem in answer.json()["facts"]["problems"]]
    assert visitor.post("/api/workspaces", json=asked(door, pack="none")).json()["code"] == "no_such_pack"
    assert visitor.post("/api/workspaces", json=asked(door, colleagues=[{"name": "a", "role": "rep"}] * 6)).status_code
    assert visitor.post("/api/workspaces", json=asked(door, more="x")).status_code == 422
    assert NAME not in workspaces.names(engine).values()
    assert left_behind(engine) == []


def test_a_body_that_is_too_large_is_never_read_to_its_end(visitor: TestClient, door: FastAPI) -> None:
    answer = visitor.post("/api/workspaces", json=asked(door, name="x" * 3_000_000))
    assert answer.status_code == 413


def test_of_two_who_want_one_key_at_once_one_gets_it(ground: Ground) -> None:
    said: list[str] = []

    def found() -> None:
        try:
            with founding.founding(ground, Wish(pack="starter", name=NAME, key="twice"), now=MONDAY_9):
                pass
            said.append("made")
        except workspaces.NameTaken as no:
            said.append(no.code)

    threads = [threading.Thread(target=found) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["made", "name_taken"]
    assert left_behind(ground.engine) == []


def test_a_name_is_not_given_twice_and_a_server_is_full_some_day(ground: Ground) -> None:

    def made(name: str) -> AbstractContextManager[Founded]:
        return founding.founding(ground, Wish(pack="starter", name=name), now=MONDAY_9)

    with made(NAME) as first:
        key = first.key
    with pytest.raises(workspaces.NameTaken) as taken, made(f" {NAME} "):
        pass
    assert taken.value.facts() == {"key": key}
    with made("海宁器械行！") as second:
        assert second.key == f"{key}_2"
    with made("ACME Ltd."):
        pass
    with pytest.raises(founding.WorkspacesFull), made("one more"):
        pass


def test_what_fails_at_the_very_end_has_never_been_and_is_tried_again(ground: Ground) -> None:
    wish = Wish(pack="starter", name=NAME, with_samples=True)
    with pytest.raises(ZeroDivisionError), founding.founding(ground, wish, now=MONDAY_9) as founded:
        assert founded.admin.person.id / 0
    assert left_behind(ground.engine) == []
    with founding.founding(ground, Wish(pack="medical-device", name=NAME), now=MONDAY_9) as founded:
        key = founded.key
    with db.transaction(ground.engine, workspace=key, sight=db.EVERYTHING) as session:
        assert len(next(iter(process.processes(session).values())).stages) == 7, "no version of the first try is known"


def test_a_server_killed_while_it_founds_leaves_nothing_and_the_name_is_free(ground: Ground) -> None:
    program = """
        import sys, time
        from pathlib import Path
        from bihuan.app import founding, house
        from bihuan.kernel import clock, db
        from bihuan.kernel.files import Store
        from bihuan.ledger import keys
        house.wire()
        data = Path(sys.argv[2])
        keys.use(data)
        ground = founding.Ground(engine=db.connect(sys.argv[1]), data=data, files=Store(data / "files"))
        with founding.founding(ground, founding.Wish(pack="starter", name=sys.argv[3], key="killed"), now=clock.now()):
            print("everything is made", flush=True)
            time.sleep(60)
    """
    url = ground.engine.url.render_as_string(hide_password=False)
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), url, str(ground.data), NAME], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"everything is made\n"
    child.kill()
    child.wait()
    child.stdout.close()
    with founding.founding(ground, Wish(pack="starter", name=NAME, key="killed"), now=MONDAY_9):
        pass
    assert left_behind(ground.engine) == []
    assert "killed" in workspaces.names(ground.engine)


def test_the_clock_and_the_jobs_know_it_without_a_restart(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    home, rung = House(engine=ground.engine, files=ground.files, data=data), []
    monkeypatch.setattr("bihuan.process.jobs.ring", lambda _, workspace, now: rung.append((workspace, now)))
    with founding.founding(ground, Wish(pack="starter", name=NAME), now=clock.now()) as founded:
        pass
    house.tick(home)
    assert founded.key in [workspace for workspace, _ in rung]
    with ground.engine.connect() as connection:
        told = connection.scalars(
            text("SELECT args->>'listener' FROM bihuan.procrastinate_jobs WHERE args->>'workspace' = :key"),
            {"key": founded.key},
        ).all()
    assert told is not None


def test_whoever_names_no_workspace_enters_the_first_one_also_when_it_is_made_later(
    ground: Ground, visitor: TestClient, door: FastAPI
) -> None:
    others = set(workspaces.names(ground.engine))  # of other stories
    known: Callable[[], str] = lambda: next(iter(set(workspaces.names(ground.engine)) - others), "nowhere")  # noqa: E731
    door.state.default_workspace = known
    assert visitor.post("/api/workspaces", json=asked(door)).status_code == 201
    other = TestClient(door, headers={"origin": "http://testserver"})
    answer = other.post("/api/session", json={"login": "admin", "password": PASSWORD})
    assert answer.status_code == 200, answer.text


def test_a_first_password_is_needed_by_no_admin_who_chose_one(ground: Ground) -> None:
    with (
        pytest.raises(Invalid),
        founding.founding(ground, Wish(pack="starter", name=NAME, password="1234567890"), now=MONDAY_9),
    ):
        pass
    assert NAME not in workspaces.names(ground.engine).values()
