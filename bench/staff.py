"""The people of the loaded company: four regions, twenty teams, two hundred logins, hired by the product's commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from bench import vocabulary
from bench.size import NAME, PASSWORD, Size
from bihuan.org import commands as org
from bihuan.org import passwords, queries
from bihuan.org.models import Person
from bihuan.records import commands as records

REGIONS = ("华东", "华北", "华南", "西部")
TEAMS = 20
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余"
    "杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红亮建国文斌宇浩凯健俊帆雪琳欣慧颖璐晨阳昊天"


@dataclass(frozen=True)
class Rep:
    """Somebody who sells: who they are, where they stand, whom they answer to, how fast and how carefully they work."""

    id: int
    pos: int
    name: str
    manager: int
    leader: int
    pace: float
    care: float


@dataclass(frozen=True)
class Staff:
    """Everybody who works here."""

    reps: tuple[Rep, ...]
    products: tuple[int, ...]
    names: dict[int, str]


def hire(session: Session, size: Size) -> None:
    """Build the tree and fill it, as the first day of the company's history."""
    now, chance = size.begin, Random(size.seed)
    with _one_hash():
        company = org.add_team(session, None, name=NAME, kind="company", parent_id=None, now=now)
        regions = [
            org.add_team(session, None, name=f"{name}大区", kind="region", parent_id=company.id, now=now)
            for name in REGIONS
        ]
        teams = [
            org.add_team(
                session,
                None,
                name=f"{REGIONS[number % 4]}{number // 4 + 1}组",
                kind="team",
                parent_id=regions[number % 4].id,
                now=now,
            )
            for number in range(TEAMS)
        ]
        _add(session, "admin", "孙宁", role="admin", team=company.id, now=now)
        head = _add(session, "director", "钱国栋", role="director", team=company.id, now=now)
        org.change_team(session, None, company, {"manager_id": head.id}, now=now)
        for number, region in enumerate(regions, start=1):
            leader = _add(session, f"region{number}", _name(chance), role="director", team=region.id, now=now)
            org.change_team(session, None, region, {"manager_id": leader.id}, now=now)
        for number, team in enumerate(teams, start=1):
            manager = _add(session, f"manager{number}", _name(chance), role="manager", team=team.id, now=now)
            org.change_team(session, None, team, {"manager_id": manager.id}, now=now)
        for number in range(1, size.people - 2 - len(regions) - TEAMS + 1):
            _add(session, f"rep{number}", _name(chance), role="rep", team=teams[number % TEAMS].id, now=now)


def stock(session: Session, now: datetime) -> None:
    """Put the products on the list."""
    viewer = queries.viewer(session, _by_login(session, "admin").id)
    for name, series, price in vocabulary.PRODUCTS:
        values = {"name": name, "series": series, "list_price": price}
        records.create(session, viewer, "product", values, now=now)


def staff(session: Session, products: tuple[int, ...], size: Size) -> Staff:
    """The people as the company's history needs them. The same seed gives everybody the same temper."""
    chance, found = Random(size.seed + 1), queries.people(session)
    above = queries.direct_managers(session, found, size.begin)
    reps = tuple(
        Rep(
            id=one.id,
            pos=one.pos,
            name=one.name,
            manager=above[one.id],
            leader=above[above[one.id]],
            pace=chance.uniform(0.7, 1.9),
            care=chance.uniform(0.6, 0.98),
        )
        for one in sorted(found, key=lambda one: one.id)
        if one.role_key == "rep"
    )
    return Staff(reps=reps, products=products, names={one.id: one.name for one in found})


def tokens(session: Session, now: datetime) -> dict[str, dict[str, object]]:
    """A key for everybody's program: id, role and token by login."""
    return {
        one.login: {
            "id": one.id,
            "role": one.role_key,
            "token": org.make_token(session, one, name="bench", now=now)[0],
        }
        for one in sorted(queries.people(session), key=lambda one: one.id)
    }


@contextmanager
def _one_hash() -> Iterator[None]:
    """Everybody has the same password: hashing it two hundred times would only take long."""
    real = passwords.hashed
    once = real(PASSWORD)

    def hashed(password: str) -> str:
        return once if password == PASSWORD else real(password)

    passwords.hashed = hashed
    try:
        yield
    finally:
        passwords.hashed = real


def _add(session: Session, login: str, name: str, *, role: str, team: int, now: datetime) -> Person:
    new = org.NewPerson(login=login, name=name, role_key=role, team_id=team, password=PASSWORD)
    return org.add_person(session, None, new, now=now).person


def _by_login(session: Session, login: str) -> Person:
    found = queries.by_login(session, login)
    assert found is not None, f"{login} was hired"
    return found


def _name(chance: Random) -> str:
    return chance.choice(_FAMILY) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
