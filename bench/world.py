"""Who asks, and about what: tokens, owners, deals and names of the loaded company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from psycopg import Connection

from bench.server import Server

STAGES = ("lead", "first_visit", "proposal", "quote", "signing")
ENOUGH = 20_000  # different questions of a kind: more than are asked in one measurement


@dataclass(frozen=True)
class Asker:
    """Somebody with a token."""

    id: int
    token: str


@dataclass(frozen=True)
class World:
    """The loaded company as its clients see it."""

    server: Server
    reps: Sequence[Asker]
    director: Asker
    admin: Asker
    chance: Random

    def rep(self) -> Asker:
        """Any of the reps."""
        return self.chance.choice(self.reps)

    def by_id(self) -> dict[int, Asker]:
        """The reps by who they are."""
        return {one.id: one for one in self.reps}


def look(server: Server, *, seed: int = 1) -> World:
    """The world of a loaded company."""
    people = {login: Asker(one["id"], one["token"]) for login, one in server.loaded()["people"].items()}
    reps = [asker for login, asker in people.items() if login.startswith("rep")]
    return World(server=server, reps=reps, director=people["director"], admin=people["admin"], chance=Random(seed))


def rows(connection: Connection[Any], statement: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    return connection.execute(statement, values or None).fetchall()


def deals(world: World, count: int = ENOUGH) -> list[tuple[int, Asker]]:
    """Some deals, each with its owner, in no order."""
    known = world.by_id()
    with world.server.database() as connection:
        low, high = rows(connection, "SELECT min(id), max(id) FROM o_opportunity")[0]
        wanted = [world.chance.randint(low, high) for _ in range(count)]
        found = dict(rows(connection, "SELECT id, owner_id FROM o_opportunity WHERE id = ANY(%s)", wanted))
    return [(number, known[found[number]]) for number in wanted if number in found]


def customers(world: World, count: int = ENOUGH) -> list[tuple[int, str, Asker]]:
    """Some customers, each with its name and its owner, in no order."""
    known = world.by_id()
    with world.server.database() as connection:
        low, high = rows(connection, "SELECT min(id), max(id) FROM o_customer")[0]
        wanted = [world.chance.randint(low, high) for _ in range(count)]
        listed = rows(connection, "SELECT id, f_name, owner_id FROM o_customer WHERE id = ANY(%s)", wanted)
    found = {number: (name, owner) for number, name, owner in listed}
    return [(number, found[number][0], known[found[number][1]]) for number in wanted if number in found]


def ready(world: World) -> list[tuple[int, Asker]]:
    """Journeys whose gate is open and that nobody has moved since they were loaded, each with its owner."""
    known = world.by_id()
    listed: list[list[int]] = world.server.loaded()["ready"]
    with world.server.database() as connection:
        asked = "SELECT id, stage_seq FROM process_journey WHERE id = ANY(%s) AND outcome IS NULL"
        now = dict(rows(connection, asked, [number for number, _, _ in listed]))
    found = [(number, known[owner]) for number, seq, owner in listed if now.get(number) == seq]
    world.chance.shuffle(found)
    return found
