"""The everyday operations: what is asked, by whom, how the answers are known to be right, and what they should cost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

from bench import vocabulary, world
from bench.world import STAGES, Asker, World
from bench.wrk import Request

Check = Callable[[World, Request, Any], bool]


class Wrong(Exception):
    """An answer was not what it should be: a measurement of wrong answers is none."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation of everyday work."""

    key: str
    words: str
    requests: Callable[[World], Iterator[Request]]
    right: Check
    least: float | None = None  # requests in a second that were promised
    goal: float | None = None
    longest: float | None = None  # p95 in milliseconds that was promised
    reference: float | None = None  # the best of three well-known open-source systems on such a machine
    each: int = 1  # requests that make one operation
    once: bool = False
    bare: float | None = None  # how many times the same bare SQL it may take
    counted: str | None = None  # SQL that counts what a write has left behind


def lists(fields: str = "") -> Callable[[World], Iterator[Request]]:
    """A rep's own deals in one stage, the largest first."""

    def asked(now: World) -> Iterator[Request]:
        pairs = [(rep, stage) for rep in now.reps for stage in STAGES]
        now.chance.shuffle(pairs)
        for rep, stage in pairs:
            yield Request(path=f"{_LIST}?owner={rep.id}&stage={stage}&sort=-amount&limit=50{fields}", token=rep.token)

    return asked


_LIST = "/api/records/opportunity"
_COLUMNS = "name,customer,amount,medium,expected_on"  # what the list's own page asks for: the pack's columns of deals
_COLUMNS_OF_CUSTOMERS = "name,grade,sector,city,phone"
_PAGE, _LINES = 50, 30


def _views(now: World) -> Iterator[Request]:
    """What the page of a deal asks: itself, with its timeline in the same answer."""
    for number, owner in world.deals(now):
        yield Request(path=f"{_LIST}/{number}?timeline={_LINES}", token=owner.token)


def _views_apart(now: World) -> Iterator[Request]:
    """The same in two questions."""
    for number, owner in world.deals(now):
        yield Request(path=f"{_LIST}/{number}", token=owner.token)
        yield Request(path=f"{_LIST}/{number}/timeline?limit={_LINES}", token=owner.token)


def _leads(now: World) -> Iterator[Request]:
    for serial, (customer, name, owner) in enumerate(world.customers(now), start=1):
        values = {
            "name": f"{name[:8]} · {now.chance.choice(vocabulary.JOBS)} {serial}",
            "customer": customer,
            "source": now.chance.choice(vocabulary.SOURCES),
            "amount": now.chance.randrange(10, 900) * 1000,
        }
        yield Request(path=_LIST, token=owner.token, method="POST", body=json.dumps({"values": values}))


def _advances(now: World) -> Iterator[Request]:
    for journey, owner in world.ready(now):
        yield Request(path=f"/api/journeys/{journey}/advance", token=owner.token, method="POST", body="{}")


def _funnel(now: World) -> Iterator[Request]:
    yield funnel(now, now.director)


def funnel(now: World, asker: Asker) -> Request:
    """The funnel over all the days of the company."""
    size = now.server.loaded()["size"]
    first = str(size["now"])[:4]
    return Request(path=f"/api/boards/funnel?from={int(first) - 2}-01-01&to={first}-12-31", token=asker.token)


def searches(by: Callable[[World], Asker]) -> Callable[[World], Iterator[Request]]:
    """Two characters from the middle of a customer's name."""

    def asked(now: World) -> Iterator[Request]:
        for _, name, _ in islice(world.customers(now), 2_000):
            path = f"/api/records/customer?q={quote(name[2:4])}&limit=50&fields={_COLUMNS_OF_CUSTOMERS}"
            yield Request(path=path, token=by(now).token)

    return asked


# ── are the answers right? ────────────────────────────────────────────────────


def _listed(now: World, asked: Request, said: Any) -> bool:  # noqa: ANN401 - JSON
    named = dict(part.split("=") for part in asked.path.split("?")[1].split("&"))
    with now.server.database() as connection:
        counted = """SELECT o.id, o.f_amount FROM o_opportunity o JOIN process_journey j ON j.record_id = o.id
            WHERE o.owner_id = %s AND j.stage_key = %s AND o.deleted_at IS NULL"""
        there = dict(world.rows(connection, counted, int(named["owner"]), named["stage"]))
    ids = [item["id"] for item in said["items"]]
    amounts = [there[number] for number in ids if there[number] is not None]
    largest = sorted((amount for amount in there.values() if amount is not None), reverse=True)
    return len(ids) == min(_PAGE, len(there)) and amounts == largest[: len(amounts)]


def _viewed(now: World, asked: Request, said: Any) -> bool:  # noqa: ANN401 - JSON
    number = int(asked.path.split("?")[0].split("/")[4])
    if "id" in said and not (said["id"] == number and said["title"] and said["journey"]["stage"] in STAGES):
        return False
    if "timeline" not in asked.path:
        return True
    lines = said["timeline"]["items"] if "timeline" in said else said["items"]
    with now.server.database() as connection:
        there = world.rows(connection, "SELECT seq FROM ledger_subject WHERE subject = %s", f"opportunity:{number}")
    return len(lines) == min(_LINES, there[0][0]) and all(line["words"] for line in lines)


def _made(_: World, asked: Request, said: Any) -> bool:  # noqa: ANN401 - JSON
    sent = json.loads(asked.body)["values"]
    return bool(said["title"] == sent["name"] and said["journey"]["stage"] == "lead")


def _moved(now: World, asked: Request, said: Any) -> bool:  # noqa: ANN401 - JSON
    with now.server.database() as connection:
        stays = "SELECT stage_key, left_how FROM process_stay WHERE journey_id = %s ORDER BY seq DESC LIMIT 2"
        there = world.rows(connection, stays, int(asked.path.split("/")[3]))
    last = there[1] if said["outcome"] is None else there[0]
    return bool(last[1] in {"advanced", "won"} and said["stage"] == there[0][0])


def _funnelled(now: World, _: Request, said: Any) -> bool:  # noqa: ANN401 - JSON
    with now.server.database() as connection:
        there = world.rows(connection, "SELECT count(*) FROM process_journey WHERE process_key = 'sales'")
    return bool(said["started"] == there[0][0])


def _found(_: World, asked: Request, said: Any) -> bool:  # noqa: ANN401 - JSON
    wanted = asked.path.split("q=")[1].split("&")[0]
    return all(wanted in quote(item["title"]) for item in said["items"])


EVERYDAY: Mapping[str, Operation] = {
    one.key: one
    for one in (
        Operation(
            key="a",
            words="list 50 deals by owner and stage, by amount",
            requests=lists(f"&fields={_COLUMNS}"),
            right=_listed,
            least=500,
            longest=40,
            reference=82,
            bare=4,
        ),
        Operation(
            key="a_whole",
            words="the same, with all 22 fields",
            requests=lists(),
            right=_listed,
            reference=82,
        ),
        Operation(
            key="a_lean",
            words="the same, with two fields",
            requests=lists("&fields=name,amount"),
            right=_listed,
            reference=128,
        ),
        Operation(
            key="b",
            words="one deal with its timeline",
            requests=_views,
            right=_viewed,
            least=340,
            reference=67,
            bare=4,
        ),
        Operation(
            key="b_apart",
            words="the same in two requests",
            requests=_views_apart,
            right=_viewed,
            each=2,
        ),
        Operation(
            key="c",
            words="make a lead",
            requests=_leads,
            right=_made,
            least=220,
            goal=340,
            reference=68,
            once=True,
            counted="SELECT count(*) FROM o_opportunity",
        ),
        Operation(
            key="d",
            words="advance a stage",
            requests=_advances,
            right=_moved,
            least=200,
            goal=350,
            reference=70,
            once=True,
            counted="SELECT count(*) FROM ledger_event WHERE kind IN ('stage.entered', 'journey.won')",
        ),
        Operation(
            key="e",
            words="funnel over all, as director",
            requests=_funnel,
            right=_funnelled,
            least=140,
            reference=28,
            bare=1.5,
        ),
        Operation(
            key="f",
            words="search customers by part of a name",
            requests=searches(World.rep),
            right=_found,
            least=400,
            reference=112,
        ),
    )
}


def sample(now: World, operation: Operation, asked: Sequence[Request]) -> None:
    """Look closely at a few answers. Wrong when one is not what it should be."""
    for request in asked:
        status, said = now.server.get(request.path, request.token, method=request.method, body=request.body or None)
        if not 200 <= status < 300 or not operation.right(now, request, said):  # noqa: PLR2004
            raise Wrong(f"{operation.key}: {request.method} {request.path} was answered {status}: {str(said)[:600]}")
