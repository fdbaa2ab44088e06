"""One opportunity from its first sign to its end, or to where it stands now: all that would be written of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from bench import vocabulary
from bench.chains import Owner, Told
from bench.clockface import HOUR
from bench.customers import customer
from bench.parts import Errand, Stopover, Talk
from bench.plan import GROWTH, PAPERS, Plan
from bench.staff import Rep
from bihuan.process.commands.confirming import LINK_LIVES, hashed
from bihuan.process.definition import Deliverable, Stage

HOURS = {"lead": 9, "first_visit": 34, "proposal": 25, "quote": 25, "signing": 48}  # what a stage takes at pace 1
LOST, SILENT, BACK, EXCEPTION = 0.11, 0.16, 0.02, 0.03  # how often a stay ends so, or never moves again
PATIENCE = (50, 160)  # working days after which a silent customer is given up
DAY = 8 * HOUR
PREPARED = 0.6  # of what falls silent, everything asked for was there already
PLANNED = 0.5  # a talk in two says when the next one will be
ESTIMATED = 0.85  # a rep says at once what a deal may be worth
REASONS = ("price", "delivery", "technical", "rival", "cancelled")
MOST_STAYS = 8
Values = Mapping[str, object]


class Story:
    """One opportunity while it is told."""

    def __init__(self, plan: Plan, number: int) -> None:
        """Find its rep, its customer and its beginning. The same number always lives the same life."""
        self.plan, self.number = plan, number
        self.chance = Random((plan.size.seed << 40) + number)
        reached = number / plan.size.opportunities
        self.customer = customer(plan, self.chance.randrange(max(1, int(plan.size.customers * reached))))
        self.rep: Rep = self.customer.rep
        self.owner = Owner(self.rep.id, self.rep.pos)
        self.id, self.journey = plan.first_opportunity + number, number + 1
        self.start = int(plan.face.end * reached**GROWTH)
        self.title = f"{self.customer.name[:8]} · {self.chance.choice(vocabulary.JOBS)}"
        self.values: dict[str, object] = {}
        self.revision = 1
        self.changed = self.at(self.start)
        self.told: list[Told] = []
        self.stays: list[Stopover] = []
        self.talks: list[Talk] = []
        self.errands: list[Errand] = []
        self.closed: tuple[datetime, str, str | None] | None = None
        self.ready = False
        self._handed = self._files = 0

    def at(self, place: int) -> datetime:
        """The moment at a place of the working time."""
        return self.plan.face.at(place)

    def has_come(self, place: int) -> bool:
        """Whether this place has been reached by now."""
        return place <= self.plan.face.end

    def live(self) -> None:
        """From the first sign on, as far as it has come."""
        self._begin()
        index: int | None = 0
        place = self.start
        while index is not None:
            self.enter(index, place)
            index, place = self._stay(index, place)

    def _begin(self) -> None:
        chance = self.chance
        values: dict[str, object] = {
            "name": self.title,
            "customer": self.customer.id,
            "source": chance.choice(vocabulary.SOURCES),
        }
        if chance.random() < ESTIMATED:
            values["amount"] = self._amount()
            values["expected_on"] = (self.at(self.start) + timedelta(days=chance.randrange(30, 150))).date()
        values["number"] = f"SJ-{self.number + 1:06d}"
        self.values = values
        payload, personal = self.plan.opportunity.told({}, values, 1, origin="web")
        self.note(self.at(self.start), "record.created", self.rep.id, payload, personal, journey=None)

    def _amount(self) -> Decimal:
        return Decimal(max(8, int(self.chance.lognormvariate(4.7, 1.0)))) * Decimal("1000.00")

    def _stay(self, index: int, place: int) -> tuple[int | None, int]:
        """One stay; the place in the process that comes next, and when. Nothing comes after the end, or after now."""
        chance, stage = self.chance, self.plan.process.stages[index]
        takes = max(6, int(HOURS[stage.key] * HOUR * self.rep.pace * self.plan.size.pace * chance.uniform(0.35, 1.65)))
        fate = chance.random()
        lost = LOST + (0 if index or len(self.stays) > 1 else self.plan.size.early)
        if fate < lost:
            takes = max(6, int(takes * chance.uniform(0.3, 1)))
        self._chat(place, takes)
        if fate < lost:
            return self._lose(place + takes, chance.choice(REASONS))
        if fate < lost + SILENT:
            done = self.work(stage, place + takes // 2) if chance.random() < PREPARED else None
            fate_after = self._lose(place + chance.randrange(*PATIENCE) * DAY, "silent")
            self.ready = done is not None and self.has_come(done) and self.closed is None
            return fate_after
        if fate > 1 - EXCEPTION:
            return self._pass(index, place + takes)
        if index and fate > 1 - EXCEPTION - BACK and len(self.stays) < MOST_STAYS - len(HOURS):
            return self._back(index, place + takes)
        done = self.work(stage, place + int(takes * chance.uniform(0.4, 0.9)))
        left = max(place + takes, done + 1)
        if not self.has_come(left):
            self.ready = self.has_come(done)
            return None, left
        return self._advance(index, left)

    def enter(self, index: int, place: int) -> None:
        """Begin a stay; the first one is told as the beginning of the journey."""
        stage, seq = self.plan.process.stages[index], len(self.stays) + 1
        stay = Stopover(
            id=self.number * MOST_STAYS + seq,
            seq=seq,
            stage=stage,
            place=place,
            entered=self.at(place),
            limits=self.plan.face.deadlines(stage, place),
        )
        stay.holds.append(("rep", "stage.entered", stay.entered))
        self.stays.append(stay)
        if seq == 1:
            told = {"process": self.plan.process.key, **self.plan.at(stage)}
            self.note(stay.entered, "journey.started", self.rep.id, told)

    def _leave(self, place: int, how: str) -> Stopover:
        stay = self.stays[-1]
        stay.left, stay.how = self.at(place), how
        return stay

    def _advance(self, index: int, place: int) -> tuple[int | None, int]:
        stay = self._leave(place, "advanced")
        stages = self.plan.process.stages
        if index + 1 == len(stages):
            stay.how = "won"
            self._close(self.at(place), "won", None)
            self.note(self.at(place), "journey.won", self.rep.id, self.plan.at(stay.stage))
            return None, place
        self.note(
            self.at(place), "stage.entered", self.rep.id, self.plan.at(stages[index + 1]) | self.plan.left(stay.stage)
        )
        return index + 1, place

    def _lose(self, place: int, reason: str) -> tuple[None, int]:
        if self.has_come(place):
            stay = self._leave(place, "lost")
            self._close(self.at(place), "lost", reason)
            label = next(one.label for one in self.plan.process.lost_reasons if one.key == reason)
            told = self.plan.at(stay.stage) | {"reason": reason, "reason_label": label.model_dump()}
            self.note(self.at(place), "journey.lost", self.rep.id, told)
        return None, place

    def _close(self, at: datetime, outcome: str, reason: str | None) -> None:
        self.closed = (at, outcome, reason)
        for one in self.errands:
            if one.done is None or one.done > at:
                one.done = at

    def _back(self, index: int, place: int) -> tuple[int | None, int]:
        if not self.has_come(place):
            return None, place
        stay, there = self._leave(place, "back"), self.plan.process.stages[index - 1]
        told = self.plan.at(there) | self.plan.left(stay.stage)
        self.note(self.at(place), "stage.back", self.rep.id, told, {"reason": "工况变了，重新选型。"})
        return index - 1, place

    def _pass(self, index: int, place: int) -> tuple[int | None, int]:
        """The manager lets it pass although something is missing; the last stage nobody passes so."""
        stages = self.plan.process.stages
        if not self.has_come(place) or index + 1 == len(stages):
            return None, place
        stay = self._leave(place, "exception")
        lacking = [
            {"kind": "field", "key": key, "label": self.plan.opportunity.object_def.by_key[key].label}
            for key in stay.stage.gate.fields
            if self.values.get(key) is None
        ] or [{"kind": "deliverable", "key": one.key, "label": one.label} for one in stay.stage.gate.deliverables]
        reason = "客户口头同意，书面材料随后补。"
        missing = [{**one, "label": one["label"].model_dump()} for one in lacking]  # type: ignore[attr-defined]
        told = self.plan.at(stages[index + 1]) | self.plan.left(stay.stage) | {"missing": missing}
        self.note(self.at(place), "exception.made", self.rep.manager, told, {"reason": reason})
        shown = [{**one, "label": one["label"]["zh"]} for one in missing]
        self.put(
            "process_exception",
            self.at(place),
            (
                *(stay.id, self.journey, stay.id, stay.stage.key, reason, shown),
                *(self.rep.manager, self.at(place), self.owner.id, self.owner.pos),
            ),
        )
        return index + 1, place

    def _chat(self, place: int, takes: int) -> None:
        """Be in touch while it goes on; how often depends on the company and on the rep."""
        expected = self.plan.size.talks / 2.9 * self.rep.care * 1.25
        while expected > 0:
            if self.chance.random() < expected:
                when = place + 1 + self.chance.randrange(takes)
                self.talk(when, self.chance.choice(("call", "call", "wechat", "mail")))
            expected -= 1

    def talk(self, place: int, kind: str) -> None:
        """Be in touch, and mean to be again."""
        if not self.has_come(place):
            return
        at = self.at(place) + timedelta(seconds=self.chance.randrange(1, 290))
        made = Talk(self.number * 32 + len(self.talks) + 1, kind, self.chance.choice(vocabulary.SAID), at)
        self.talks.append(made)
        following = at + timedelta(days=2) if self.chance.random() < PLANNED else None
        self.put(
            "activity_activity",
            at,
            (
                *(made.id, kind, "opportunity", self.id, self.journey, self.rep.id, at, at, made.said, following),
                *(self.owner.id, self.owner.pos),
            ),
        )
        if following is not None:
            cause = f"activity:{made.id}"
            self.errands.append(Errand(self.rep.id, "follow_up", self.title, cause, following, at))
        told = {"activity": made.id, "kind": kind, "label": self.plan.kinds[kind]}
        self.note(at, "activity.logged", self.rep.id, told, {"summary": made.said})

    def work(self, stage: Stage, place: int) -> int:
        """Fill in and bring along what the stage asks for; when the last of it was done."""
        if not self.has_come(place):
            return place
        self._fill(stage, place)
        last = place
        for thing in stage.gate.deliverables:
            last = max(last, self._deliver(thing, last + self.chance.randrange(1, HOUR)))
        return last

    def _fill(self, stage: Stage, place: int) -> None:
        chance = self.chance
        fill: Mapping[str, Callable[[], dict[str, object]]] = {
            "lead": lambda: {"need": chance.choice(vocabulary.NEEDS)},
            "first_visit": lambda: {
                "medium": chance.choice(vocabulary.MEDIA),
                "temperature": Decimal(chance.choice((20, 45, 80, 120, 180))),
                "pressure_class": chance.choice(vocabulary.CLASSES),
                "decider": chance.choice(vocabulary.DECIDERS),
            },
            "proposal": lambda: {"product": chance.choice(self.plan.staff.products), "amount": self._amount()},
            "quote": lambda: {
                "quoted_amount": self.values.get("amount") or self._amount(),
                "discount": Decimal(chance.choice((5, 8, 12, 18, 26))),
                "delivery_days": chance.choice((25, 35, 45)),
            },
            "signing": lambda: {"expected_on": (self.at(place) + timedelta(days=chance.randrange(3, 20))).date()},
        }
        after = {key: value for key, value in fill[stage.key]().items() if self.values.get(key) != value}
        if not after:
            return
        self.revision += 1
        self.changed = self.at(place)
        payload, personal = self.plan.opportunity.told(self.values, after, self.revision)
        self.values |= after
        self.note(self.at(place), "record.changed", self.rep.id, payload, personal, journey=None)

    def _deliver(self, thing: Deliverable, place: int) -> int:
        if thing.kind == "summary":
            self.talk(place, self.chance.choice(thing.activity_kinds))
        elif thing.kind == "confirmation":
            return self._ask_customer(thing, place)
        elif thing.key in PAPERS and self.has_come(place):
            return self._hand_in(thing, place)
        return place

    def _hand_in(self, thing: Deliverable, place: int) -> int:
        at, stay, paper = self.at(place), self.stays[-1], self.plan.papers[thing.key]
        self._files += 1
        file_id = self.number * 16 + self._files
        self.put(
            "records_file",
            at,
            (
                *(file_id, paper.sha256, PAPERS[thing.key], paper.type, paper.size, self.rep.id, at),
                *("opportunity", self.id, None, self.owner.id, self.owner.pos),
            ),
        )
        reviewed = place + self.chance.randrange(2, 3 * DAY) if thing.review == "manager" else None
        done = reviewed is not None and self.has_come(reviewed)
        status = "waiting" if reviewed is not None and not done else "accepted"
        number = self.handed_in(thing, at, status, file_id=file_id, answered=self.at(reviewed or 0) if done else None)
        late = stay.limits.due_at is not None and at > stay.limits.due_at
        told = {
            "key": thing.key,
            "label": self.plan.labels[thing.key],
            "handed_in": number,
            "file": file_id,
            "late": late,
        }
        self.note(at, "deliverable.handed_in", self.rep.id, told)
        if reviewed is None:
            return place
        stay.holds.append(("approver", "deliverable.waiting", at))
        task = Errand(self.rep.manager, "review", thing.label.zh, f"review:{number}", None, at, deliverable=number)
        self.errands.append(task)
        if done:
            task.done = self.at(reviewed)
            stay.holds.append(("rep", "deliverable.accepted", task.done))
            told = {"key": thing.key, "label": self.plan.labels[thing.key], "handed_in": number}
            self.note(task.done, "deliverable.accepted", self.rep.manager, told)
        return reviewed

    def handed_in(
        self, thing: Deliverable, at: datetime, status: str, *, file_id: int, answered: datetime | None = None
    ) -> int:
        """A row of what was handed in, reviewed by the manager where it was `answered`; its number."""
        stay, review = self.stays[-1], thing.review == "manager"
        self._handed += 1
        number = self.number * 16 + self._handed
        self.put(
            "process_handed_in",
            at,
            (
                *(number, self.journey, stay.id, stay.stage.key, thing.key, thing.kind, status, None, file_id, None),
                *(self.rep.id, at, stay.limits.due_at is not None and at > stay.limits.due_at),
                *(self.rep.manager if review else None, self.rep.manager if answered else None, answered, None),
                *(self.owner.id, self.owner.pos),
            ),
        )
        return number

    def _ask_customer(self, thing: Deliverable, place: int) -> int:
        """Send the proposal by link; the customer opens it and confirms."""
        opened = place + self.chance.randrange(1, DAY)
        said = opened + self.chance.randrange(1, DAY)
        if not self.has_come(place):
            return said
        stay, sent = self.stays[-1], self.at(place)
        number, file_id = self.number * 16 + self._handed, self.number * 16 + self._files
        told = {"key": thing.key, "label": self.plan.labels[thing.key], "confirmation": number}
        self.note(sent, "confirmation.sent", self.rep.id, told)
        stay.holds.append(("customer", "confirmation.sent", sent))
        viewed = self.at(opened) if self.has_come(opened) else None
        answered = self.at(said) if self.has_come(said) else None
        if viewed:
            self.note(viewed, "confirmation.viewed", None, told)
        self.put(
            "process_confirmation",
            sent,
            (
                *(number, _token(number), number, self.journey, thing.key, file_id, sent, self.rep.id),
                *(sent + LINK_LIVES, viewed, answered, "confirmed" if answered else None),
                *("设备科" if answered else None, "" if answered else None, self.owner.id, self.owner.pos),
            ),
        )
        if answered:
            self.handed_in(thing, answered, "accepted", file_id=file_id)
            stay.holds.append(("rep", "confirmation.confirmed", answered))
            self.note(answered, "confirmation.confirmed", None, told, {"name": "设备科", "reason": ""})
        return said

    def note(
        self,
        at: datetime,
        kind: str,
        by: int | None,
        payload: Values,
        personal: Values | None = None,
        *,
        journey: int | None = -1,
    ) -> None:
        """One line of the ledger, about the journey unless it says otherwise."""
        self.told.append(Told(at, kind, by, payload, personal, self.journey if journey == -1 else journey))

    def put(self, table: str, at: datetime, values: tuple[object, ...]) -> None:
        """One row."""
        self.plan.book.put(table, at, values)


def _token(number: int) -> str:
    return hashed(hashlib.sha256(str(number).encode()).hexdigest())
