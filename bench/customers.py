"""The customers: each follows from its number alone, so that whoever needs one can work it out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from bench import vocabulary
from bench.chains import Owner, Told
from bench.plan import GROWTH, Plan
from bench.staff import Rep
from bihuan.records.record import subject

MEASURED = 0.4  # of the customers, how large they are is known
BIG, STEADY = 3_000_000, 1_000_000  # what they buy a year makes them A or B, as the pack's rules have it


@dataclass(frozen=True)
class Customer:
    """One customer, as far as its deals care."""

    id: int
    name: str
    rep: Rep


def customer(plan: Plan, number: int) -> Customer:
    """The customer of this number."""
    chance = _chance(plan, number)
    name, _ = vocabulary.company(chance, chance.choice(vocabulary.SECTORS))
    return Customer(id=plan.first_customer + number, name=name, rep=_rep(plan, number))


def write(plan: Plan, number: int) -> None:
    """Put a customer into the books, as its rep made it."""
    chance, rep = _chance(plan, number), _rep(plan, number)
    sector = chance.choice(vocabulary.SECTORS)
    name, city = vocabulary.company(chance, sector)
    values: dict[str, object] = {
        "name": name,
        "city": city,
        "sector": sector,
        "grade": "c",
        "source": chance.choice(vocabulary.SOURCES),
        "contact": vocabulary.contact(chance),
        "phone": vocabulary.phone(chance),
    }
    if chance.random() < MEASURED:
        purchase = chance.randrange(10, 900) * 10_000
        values["yearly_purchase"] = Decimal(purchase) * Decimal("1.00")
        values["grade"] = "a" if purchase >= BIG else "b" if purchase >= STEADY else "c"
        values["employees"] = chance.randrange(20, 3000)
    at = plan.face.at(int(plan.face.end * (0.95 * number / plan.size.customers) ** GROWTH))
    owner, record_id = Owner(rep.id, rep.pos), plan.first_customer + number
    row = plan.customer.row(record_id, owner, values, dates=(at, at), revision=1)
    plan.book.put(plan.customer.table, at, row)
    payload, personal = plan.customer.told({}, values, 1, origin="web")
    told = Told(at, "record.created", rep.id, payload, personal)
    plan.chains.write(subject("customer", record_id), owner, [told])


def _chance(plan: Plan, number: int) -> Random:
    return Random((plan.size.seed << 40) + (1 << 39) + number)


def _rep(plan: Plan, number: int) -> Rep:
    reps = plan.staff.reps
    return reps[(number * 2_654_435_761 >> 9) % len(reps)]
