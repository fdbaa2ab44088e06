"""Records that are the same thing become one: values as chosen, all that hung on them, and back again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Activity
from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.ledger import queries as ledger
from bihuan.org import queries as people
from bihuan.records import commands, queries
from tests.company import MONDAY_9, Cast
from tests.records.conftest import Ask, Make, blueprint

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ONE = "/api/records/customer"


def sent(keep: int, *gone: int, revisions: Mapping[int, int] | None = None, **more: object) -> dict[str, Any]:
    numbers = {str(one): (revisions or {}).get(one, 1) for one in (keep, *gone)}
    return {"keep": keep, "revisions": numbers, **more}


def test_two_customers_become_one_with_all_that_hung_on_them(ask: Ask, make: Make) -> None:
    kept = make("chen", "customer", name="温州泵业", phone="13812345678")
    gone = make("lin", "customer", name="温州泵业有限公司", source="fair", city="温州")
    deal = make("lin", "opportunity", name="二期", customer=gone)
    lin, wang = ask("lin"), ask("wang")
    lin.post(f"{ONE}/{gone}/activities", json={"kind": "call", "summary": "聊了报价"})
    upload = lin.post("/api/files", files={"file": ("方案.pdf", BytesIO(PDF))}).json()["id"]
    lin.post(f"/api/files/{upload}/attach", json={})

    answer = wang.post("/api/merges/customer", json=sent(kept, gone))

    assert answer.status_code == 201, answer.text
    assert answer.json()["gone"] == [gone]
    found = ask("chen").get(f"{ONE}/{kept}", params={"timeline": 20}).json()
    assert found["title"] == "温州泵业有限公司"  # the longest
    assert (found["values"]["source"], found["values"]["city"]) == ("fair", "温州")
    assert found["values"]["phone"] == "+8613812345678"
    assert lin.get(f"/api/records/opportunity/{deal}").json()["values"]["customer"]["id"] == kept
    said = [line["words"] for line in found["timeline"]["items"]]
    assert said[0] == "took in 1 duplicate and their Name, Source, City"
    assert any("聊了报价" in one for one in said), "the story of the other is told too"
    assert wang.get(ONE, params={"q": "有限公司"}).json()["items"][0]["id"] == kept


def test_the_address_of_what_went_leads_to_what_stayed(ask: Ask, make: Make) -> None:
    first, second, third = (make("chen", "customer", name=name) for name in ("甲", "乙", "丙"))
    ask("sun").post("/api/merges/customer", json=sent(second, first))
    ask("sun").post("/api/merges/customer", json=sent(third, second, revisions={second: 2}))

    answer = ask("chen").get(f"{ONE}/{first}")

    assert (answer.status_code, answer.json()["code"]) == (404, "went_into")
    assert answer.json()["facts"] == {"object": "customer", "record": third}
    assert ask("lin").get(f"{ONE}/{first}").json()["code"] == "not_found"


def test_each_value_is_chosen(ask: Ask, make: Make) -> None:
    kept = make("chen", "customer", name="北方", city="大连")
    gone = make("chen", "customer", name="北方股份", city="沈阳")

    ask("wang").post("/api/merges/customer", json=sent(kept, gone, choices={"name": kept, "city": gone}))

    values = ask("chen").get(f"{ONE}/{kept}").json()["values"]
    assert (values["name"], values["city"]) == ("北方", "沈阳")


def test_side_by_side_says_what_is_proposed_and_what_goes_along(ask: Ask, make: Make) -> None:
    kept = make("chen", "customer", name="北方", city="大连", source="web")
    gone = make("chen", "customer", name="北方股份")
    make("chen", "opportunity", name="泵", customer=gone)
    ask("chen").post(f"{ONE}/{gone}/activities", json={"kind": "call", "summary": "x"})

    found = ask("wang").get("/api/merges/customer/compare", params={"record": [gone, kept]}).json()

    assert found["keep"] == kept
    proposed = {field["key"]: (field["proposed"], field["differs"]) for field in found["fields"]}
    assert proposed == {"name": (gone, True), "phone": (kept, False), "source": (kept, True), "city": (kept, True)}
    moves = {(move["record_id"], move["place"]): move["count"] for move in found["moves"]}
    assert moves == {(gone, "opportunity.customer"): 1, (gone, "activities"): 1}


@pytest.mark.parametrize(
    ("who", "others", "status"),
    [("chen", "chen", 403), ("wang", "lin", 201), ("wang", "zhao", 404), ("zhao", "chen", 404), ("sun", "zhao", 201)],
)
def test_who_may_merge_sees_both_and_may_change_and_delete(
    ask: Ask, make: Make, who: str, others: str, status: int
) -> None:
    """A rep of this company deletes nothing; a leader merges what their people have, and learns of nothing else."""
    first, second = make("chen", "customer", name="秘密一"), make(others, "customer", name="秘密二")

    looked = ask(who).get("/api/merges/customer/compare", params={"record": [first, second]})
    answer = ask(who).post("/api/merges/customer", json=sent(first, second))

    assert answer.status_code == status
    assert looked.status_code == (200 if status == 201 else status)
    if status != 201:
        assert "秘密" not in looked.text + answer.text
        assert ask("sun").get(f"{ONE}/{second}").status_code == 200


def test_only_pairs_that_one_sees_are_listed(ask: Ask, make: Make) -> None:
    mine = make("chen", "customer", name="华东阀门有限公司", phone="13800000001")
    other = make("lin", "customer", name="华东阀门", phone="13800000002")
    hers = make("zhao", "customer", name="华东阀门股份有限公司", phone="13800000001")

    def told(who: str) -> set[tuple[int, ...]]:
        found = ask(who).get("/api/merges/customer").json()
        return {tuple(sorted(side["id"] for side in pair["records"])) for pair in found["items"]}

    assert told("wang") == {(mine, other)}
    assert told("zhao") == set()
    assert told("sun") == {(mine, other), (mine, hers), (other, hers)}
    assert ask("chen").get("/api/merges/customer").status_code == 403


def test_who_comes_second_is_told(ask: Ask, make: Make) -> None:
    kept, gone = make("chen", "customer", name="甲"), make("chen", "customer", name="乙")
    ask("chen").patch(f"{ONE}/{gone}", json={"values": {"city": "杭州"}, "revision": 1})

    late = ask("wang").post("/api/merges/customer", json=sent(kept, gone))
    again = ask("wang").post("/api/merges/customer", json=sent(kept, gone, revisions={gone: 2}))
    twice = ask("wang").post("/api/merges/customer", json=sent(kept, gone, revisions={gone: 2}))

    assert (late.status_code, late.json()["code"]) == (409, "someone_was_first")
    assert again.status_code == 201
    assert (twice.status_code, twice.json()["code"]) == (404, "went_into")
    assert twice.json()["facts"]["record"] == kept


def test_a_journey_under_way_is_kept_or_closed_through_the_door(ask: Ask, make: Make) -> None:
    kept, gone = make("chen", "opportunity", name="泵一"), make("chen", "opportunity", name="泵一期")
    wang, path = ask("wang"), "/api/merges/opportunity"

    refused = wang.post(path, json=sent(kept, gone))
    done = wang.post(path, json=sent(kept, gone, close=True))

    assert (refused.status_code, refused.json()["code"]) == (409, "merge_still_runs")
    assert refused.json()["facts"] == {"records": [gone]}
    assert done.status_code == 201, done.text
    story = wang.get(f"/api/records/opportunity/{kept}/timeline").json()["items"]
    lost = next(line for line in story if line["kind"] == "journey.lost")
    assert "merged into another one" in lost["words"]
    assert wang.get(f"/api/records/opportunity/{kept}").json()["journey"]["outcome"] is None

    undone = wang.post(f"{path}/{kept}/{done.json()['id']}/undo").json()
    assert undone["stays"] == [{"place": "journey.ended", "label": "", "count": 1}]
    assert wang.get(f"/api/records/opportunity/{gone}").json()["journey"]["outcome"] == "lost"


def test_unique_values_stay_apart(ask: Ask, workshop: Session, make: Make) -> None:
    assert workshop
    kept, gone = make("wang", "thing", name="甲", code="AB1"), make("wang", "thing", name="乙", code="AB2")
    wang, path = ask("wang"), "/api/merges/thing"

    done = wang.post(path, json=sent(kept, gone, choices={"code": gone}))
    assert done.status_code == 201, done.text
    assert wang.get(f"/api/records/thing/{kept}").json()["values"]["code"] == "AB2"

    make("wang", "thing", name="丙", code="AB1")
    refused = wang.post(f"{path}/{kept}/{done.json()['id']}/undo")
    assert (refused.status_code, refused.json()["facts"]["problems"][0]["code"]) == (422, "taken")
    assert wang.get(f"/api/records/thing/{gone}").status_code == 404


def test_what_one_never_sees_is_kept_where_there_is_one(ask: Ask, workshop: Session, make: Make) -> None:
    assert workshop
    kept, gone = make("wang", "thing", name="甲", cost=None), make("wang", "thing", name="乙", cost=5)
    answer = ask("wang").post("/api/merges/thing", json=sent(kept, gone))
    assert answer.status_code == 201
    assert ask("wang").get(f"/api/records/thing/{kept}").json()["values"]["cost"] is not None


def test_an_undo_brings_everything_back_and_says_what_went_on(ask: Ask, make: Make, cast: Cast) -> None:
    kept = make("chen", "customer", name="北方", phone="13812345678")
    gone = make("lin", "customer", name="北方股份", city="大连", source="web")
    first, second = (make("lin", "opportunity", name=name, customer=gone) for name in ("一", "二"))
    other = make("chen", "customer", name="别家")
    ask("lin").post(f"{ONE}/{gone}/activities", json={"kind": "call", "summary": "x"})
    wang = ask("wang")
    done = wang.post("/api/merges/customer", json=sent(kept, gone)).json()
    wang.patch(f"/api/records/opportunity/{second}", json={"values": {"customer": other}, "revision": 1})
    wang.patch(f"{ONE}/{kept}", json={"values": {"city": "沈阳"}, "revision": 2})

    answer = wang.post(f"/api/merges/customer/{kept}/{done['id']}/undo")

    assert answer.status_code == 200, answer.text
    assert answer.json()["stays"] == [
        {"place": "city", "label": "City", "count": 1},
        {"place": "opportunity.customer", "label": "Opportunity", "count": 1},
    ]
    values = ask("chen").get(f"{ONE}/{kept}").json()["values"]
    assert (values["name"], values["source"], values["city"]) == ("北方", None, "沈阳")
    back = ask("lin").get(f"{ONE}/{gone}", params={"timeline": 9}).json()
    assert (back["title"], back["owner"]["id"]) == ("北方股份", cast.lin)
    assert back["timeline"]["items"][0]["words"] == "took a merge back: they are apart again"
    assert wang.get(f"/api/records/opportunity/{first}").json()["values"]["customer"]["id"] == gone
    assert wang.get(f"/api/records/opportunity/{second}").json()["values"]["customer"]["id"] == other
    assert wang.post(f"/api/merges/customer/{kept}/{done['id']}/undo").json()["code"] == "merge_not_undoable"
    assert ask("lin").get("/api/activities/latest", params={"object": "customer", "record": gone}).status_code == 200


def test_the_ledger_says_what_went_where_on_both(session: Session, make: Make, ask: Ask) -> None:
    kept, gone = make("chen", "customer", name="甲"), make("chen", "customer", name="甲公司", phone="13812345678")
    make("chen", "opportunity", name="泵", customer=gone)
    ask("wang").post("/api/merges/customer", json=sent(kept, gone))

    (stayed, *_), (went, *_) = (ledger.timeline(session, f"customer:{one}") for one in (kept, gone))

    assert (stayed.kind, went.kind) == ("record.merged", "record.merged")
    assert stayed.payload["into"] == went.payload["into"] == kept
    assert stayed.payload["moved"] == {"opportunity.customer": 1}
    assert stayed.payload["fields"] == ["name", "phone"]
    assert "13812345678" not in str(stayed.payload), "a telephone number is personal: it can be forgotten one day"


def test_a_month_later_it_is_too_late(session: Session, cast: Cast) -> None:
    wang = people.viewer(session, cast.wang)
    kept, gone = (commands.create(session, wang, "customer", {"name": name}, now=MONDAY_9) for name in ("甲", "乙"))
    wanted = commands.Wanted(keep=kept.id, revisions={kept.id: 1, gone.id: 1})
    made = commands.merge(session, wang, "customer", wanted, now=MONDAY_9)
    late, record = MONDAY_9 + commands.UNDO + timedelta(seconds=1), queries.record(session, wang, "customer", kept.id)
    with pytest.raises(commands.NotUndoable):
        commands.undo_merge(session, wang, record, made.id, now=late)


FIRM: dict[str, Any] = {
    "key": "firm",
    "label": {"zh": "公司", "en": "Firm"},
    "title": "name",
    "fields": [
        {"key": "name", "label": "名称", "type": "text", "required": True},
        {"key": "number", "label": "编号", "type": "auto_number"},
        {"key": "code", "label": "代码", "type": "text", "unique": True},
        {"key": "price", "label": "价格", "type": "money"},
        {"key": "tags", "label": "标签", "type": "choices", "choices": [{"key": k, "label": k} for k in "xyz"]},
        {"key": "day", "label": "日", "type": "date"},
        {"key": "phone", "label": "电话", "type": "phone", "personal": True},
        {"key": "spot", "label": "地址", "type": "address"},
        {"key": "ready", "label": "好", "type": "boolean"},
        {"key": "above", "label": "上级", "type": "reference", "to": "firm"},
        {"key": "buyer", "label": "客户", "type": "reference", "to": "customer"},
    ],
}
FIRMS = st.lists(
    st.fixed_dictionaries(
        {"name": st.text("甲乙丙abc", min_size=1, max_size=6), "owner": st.sampled_from(["chen", "lin", "zhao"])},
        optional={
            "price": st.decimals(0, 10**6, places=2),
            "tags": st.lists(st.sampled_from("xyz"), unique=True),
            "day": st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(str),
            "phone": st.integers(10**8, 10**9 - 1).map(lambda number: f"13{number}"),
            "spot": st.just({"text": "东海大道 1 号"}),
            "ready": st.booleans(),
            "above": st.integers(0, 4),
            "calls": st.integers(0, 2),
        },
    ),
    min_size=3,
    max_size=5,
)


@pytest.fixture
def registry(session: Session) -> Session:
    """The company with `firm`."""
    design.release(session, None, blueprint(FIRM), note="", now=MONDAY_9)
    return session


def _world(session: Session, cast: Cast, made: list[int]) -> dict[str, Any]:
    """All that a person sees of these firms: what they are, whose, to which they refer, and what was done."""
    sun = people.viewer(session, cast.sun)
    found = queries.several(session, "firm", made)
    shown = {key: (one.title, one.owner_id, one.owner_pos, dict(one.values)) for key, one in found.items()}
    calls = session.scalars(select(Activity).where(Activity.object_key == "firm")).all()
    done = {key: sorted((one.summary, one.owner_id) for one in calls if one.record_id == key) for key in found}
    hits = {word: sorted(one.id for one in queries.found_anywhere(session, sun, word, limit=50)) for word in "甲乙丙"}
    return {"shown": shown, "done": done, "hits": hits}


# Without shrinking: against a database it takes minutes, and the examples are small as they are.
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(firms=FIRMS, data=st.data())
def test_merging_and_taking_it_back_changes_nothing_that_anybody_sees(
    registry: Session, cast: Cast, firms: list[dict[str, Any]], data: st.DataObject
) -> None:
    session = registry
    with session.begin_nested() as attempt:
        sun, made = people.viewer(session, cast.sun), list[int]()
        for place, each in enumerate(firms):
            values = {key: value for key, value in each.items() if key not in {"owner", "above", "calls"}}
            if made and "above" in each:
                values["above"] = made[each["above"] % len(made)]
            values["code"] = f"C{place}"
            one = commands.create(session, sun, "firm", values, now=MONDAY_9, owner_id=cast.id(each["owner"]))
            made.append(one.id)
            for call in range(each.get("calls", 0)):
                activity.log(session, sun, one, kind="call", summary=f"{place}-{call}", now=MONDAY_9)
        before = _world(session, cast, made)
        stack: list[tuple[int, int]] = []
        for _ in range(data.draw(st.integers(1, 2))):
            there = queries.several(session, "firm", made)
            if len(there) < 2:
                break
            going = data.draw(st.lists(st.sampled_from(sorted(there)), min_size=2, max_size=3, unique=True))
            choices = {key: data.draw(st.sampled_from(going)) for key in ("code", "phone", "price", "above", "spot")}
            revisions = {one: there[one].revision for one in going}
            wanted = commands.Wanted(keep=going[0], revisions=revisions, choices=choices)
            stack.append((going[0], commands.merge(session, sun, "firm", wanted, now=MONDAY_9).id))
            after = _world(session, cast, made)
            assert sum(map(len, after["done"].values())) == sum(map(len, before["done"].values()))
            assert all(one[3]["above"] in {None, *after["shown"]} for one in after["shown"].values())
            assert all(one[3]["above"] != key for key, one in after["shown"].items())

        for keep, number in reversed(stack):
            record = queries.record(session, sun, "firm", keep)
            undone = commands.undo_merge(session, sun, record, number, now=MONDAY_9)
            assert (undone.fields, undone.places) == ([], {})

        assert _world(session, cast, made) == before
        attempt.rollback()


def test_a_deal_that_is_being_made_of_what_goes_is_waited_for_and_goes_along(
    engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    key, cast = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        design.release(session, None, blueprint(), note="objects", now=MONDAY_9)
        wang = people.viewer(session, cast.wang)
        kept, gone = (commands.create(session, wang, "customer", {"name": name}, now=MONDAY_9).id for name in "甲乙")

    def merge() -> None:
        with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
            wanted = commands.Wanted(keep=kept, revisions={kept: 1, gone: 1})
            commands.merge(session, people.viewer(session, cast.wang), "customer", wanted, now=MONDAY_9)

    merging = threading.Thread(target=merge)
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        values = {"name": "泵", "customer": gone}
        deal = commands.create(session, people.viewer(session, cast.wang), "opportunity", values, now=MONDAY_9)
        merging.start()
        merging.join(1)
        assert merging.is_alive()
    merging.join()
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        assert queries.standing(session, "opportunity", deal.id).values["customer"] == kept
