"""Who comes, who goes, who is away; and what becomes of their work."""

from __future__ import annotations

from datetime import datetime

from bihuan.kernel import calendar
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.packs import contacts, recipes, stocking
from bihuan.packs.company import PersonOf
from bihuan.packs.scene import Play
from bihuan.process import commands as process
from bihuan.records import commands as records
from bihuan.records import queries

_TOLD_AHEAD = 16  # working hours before leave begins that it is written down
_SOME = 200


def plan(play: Play) -> None:
    """Put every coming, going and leave of the pack on the agenda."""
    for person in play.company.people:
        if person.joins:
            play.at(_morning(play, play.moment(person.joins)), "joining", person.login)
        if person.leaves is not None:
            play.at(_morning(play, play.moment(person.leaves)), "leaving", person.login)
        for place, away in enumerate(person.away):
            begins, _ = play.span(away.at, away.days)
            told = calendar.add_working(play.working, begins, -60 * _TOLD_AHEAD)
            play.at(max(told, play.begin), "taking_leave", person.login, place)


def joining(play: Play, now: datetime, login: str) -> None:
    """Somebody new begins."""
    stocking.join(play, play.by_login[login], now)
    play.look_round()


def leaving(play: Play, now: datetime, login: str) -> None:
    """Somebody leaves: every customer and every open deal goes to a colleague, then the door is closed behind them."""
    person = play.by_login[login]
    above = people.direct_manager(play.session, play.people[login], now)
    assert above is not None, "nobody leaves who leads all"
    leader = play.viewer(play.login_of(above.id))
    heirs = _heirs(play, person)
    turn = 0
    for row, owner in play.owners.items():
        if owner == login:
            heir = heirs[turn % len(heirs)]
            turn += 1
            play.owners[row] = heir
            _hand_over(play, now, leader_login=play.login_of(leader.person_id), row=row, heir=heir)
    runs = play.viewer(play.company.people[0].login)
    org.deactivate(play.session, runs, people.person(play.session, play.people[login]), now=now)
    play.gone.append(login)
    play.look_round()


def taking_leave(play: Play, now: datetime, login: str, place: int) -> None:
    """Somebody writes down when they are away and who stands in; their deadlines are worked out anew."""
    away = play.by_login[login].away[place]
    begins, ends = play.span(away.at, away.days)
    person = people.person(play.session, play.people[login])
    substitute = play.people.get(away.substitute) if away.substitute else None
    leave = org.Leave(from_at=begins, to_at=ends, substitute_id=substitute)
    org.take_leave(play.session, play.viewer(login), person, leave, now=now)
    after: int | None = 0
    while after is not None:
        after = process.recompute(play.session, owner_id=person.id, after=after, now=now, limit=_SOME)


def greeting(play: Play, now: datetime, number: int) -> None:
    """The first word of whoever took a deal over."""
    sale = play.sales[number]
    if sale.over:
        return
    said = recipes.filled(play.chance.choice(play.company.handover_notes), play.words(sale))
    contacts.talk(play, now, sale, recipes.weighed(play.company.stages[sale.stage].touches, play.chance), said)


def _hand_over(play: Play, now: datetime, *, leader_login: str, row: int, heir: str) -> None:
    """One customer with what is still under way there; what is over stays with whoever did it."""
    leader, heir_id = play.viewer(leader_login), play.people[heir]
    customer = play.customers.get(row)
    if customer is not None:
        found = queries.record(play.session, leader, play.company.customer.object, customer)
        records.assign(play.session, leader, found, heir_id, now=now)
    for kind, ids in play.beside.get(row, {}).items():
        for one in ids:
            records.assign(play.session, leader, queries.record(play.session, leader, kind, one), heir_id, now=now)
    for sale in play.sales:
        if sale.customer != row or sale.over:
            continue
        sale.rep = heir
        if sale.record:
            deal = queries.record(play.session, leader, play.company.deal.object, sale.record)
            records.assign(play.session, leader, deal, heir_id, now=now)
            play.drop_paper(sale)
            play.later(now, play.chance.uniform(1, 12), heir, "greeting", sale.number)


def _heirs(play: Play, person: PersonOf) -> list[str]:
    named = [login for login in person.heirs if login in play.people and login not in play.gone]
    beside = [one.login for one in play.company.people if one.team == person.team and one.login != person.login]
    return named or [login for login in beside if login in play.people and login not in play.gone]


def _morning(play: Play, moment: datetime) -> datetime:
    return calendar.next_working_moment(play.working, moment)
