"""A deal to play with: one of Chen's opportunities, and what people do with it, each under their own sight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.ledger import queries as ledger
from bihuan.notices.models import Notice
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import commands, queries
from bihuan.process.commands import Handful
from bihuan.process.models import Confirmation, HandedIn, Hold, Journey, Stay
from bihuan.records import commands as records
from bihuan.records import queries as known
from bihuan.records.record import Record
from tests.company import MONDAY_9, Cast

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200


def png() -> bytes:
    """A photo."""
    kept = BytesIO()
    Image.new("RGB", (8, 8), "white").save(kept, "PNG")
    return kept.getvalue()


@dataclass
class Deal:
    """One opportunity on its way. Time stands still until `later`."""

    kept: Session
    cast: Cast
    store: Store
    record_id: int = 0
    now: datetime = MONDAY_9

    @property
    def session(self) -> Session:
        """A session that sees everything, whatever a request on the same connection was allowed to see."""
        db.see(self.kept, db.EVERYTHING)
        return self.kept

    def opened(self, by: str = "chen", **values: object) -> Deal:
        """The deal, once its owner has noted it."""
        with self.acting(by) as viewer:
            given = {"name": "东方化工 · 循环泵", **values}
            self.record_id = records.create(self.kept, viewer, "opportunity", given, now=self.now).id
        return self

    @contextmanager
    def acting(self, login: str) -> Iterator[Viewer]:
        """Act as one of the cast: seeing what they see, and a refusal leaves nothing behind."""
        viewer = org.viewer(self.session, self.cast.id(login))
        with self.kept.begin_nested():
            db.see(self.kept, viewer.sight)
            yield viewer

    def later(self, **length: float) -> Deal:
        """Let time pass."""
        self.now += timedelta(**length)
        return self

    @property
    def journey(self) -> Journey:
        """The journey as it stands."""
        found = queries.journey_beside(self.session, self.record_id)
        assert found is not None
        self.session.refresh(found)
        return found

    @property
    def record(self) -> Record:
        """The record as it stands."""
        return known.standing(self.session, "opportunity", self.record_id)

    @property
    def stage(self) -> str:
        """Where it stands."""
        return self.journey.stage_key

    @property
    def stays(self) -> list[Stay]:
        """Its stays in order."""
        asked = select(Stay).where(Stay.journey_id == self.journey.id).order_by(Stay.seq)
        return list(self.session.scalars(asked.execution_options(populate_existing=True)))

    @property
    def stay(self) -> Stay:
        """The last stay."""
        return self.stays[-1]

    @property
    def holds(self) -> list[Hold]:
        """Who held the ball, in order."""
        asked = select(Hold).where(Hold.journey_id == self.journey.id).order_by(Hold.since, Hold.id)
        return list(self.session.scalars(asked.execution_options(populate_existing=True)))

    @property
    def events(self) -> list[ledger.Entry]:
        """What the ledger says of the journey, in order."""
        return ledger.journey(self.session, self.journey.id)

    @property
    def kinds(self) -> list[str]:
        """What kinds of events the ledger has of the journey, in order."""
        return [event.kind for event in self.events]

    def notices(self, login: str, *, waiting: bool = True) -> list[Notice]:
        """What one of the cast was told, the oldest first."""
        asked = select(Notice).where(Notice.person_id == self.cast.id(login)).order_by(Notice.id)
        if waiting:
            asked = asked.where(Notice.acknowledged_at.is_(None))
        return list(self.session.scalars(asked.execution_options(populate_existing=True)))

    def missing(self) -> list[tuple[str, str]]:
        """What the gate still asks for: key and why."""
        process, here = queries.whereabouts(self.session, self.journey)
        found = queries.outlook(self.session, self.journey, process, here, now=self.now)
        return [(item.key, item.why) for item in found.verdict.missing]

    def fill(self, by: str = "chen", **values: object) -> Deal:
        """Fill in fields of the record."""
        record = self.record
        with self.acting(by) as viewer:
            records.change(self.kept, viewer, record, values, revision=None, now=self.now)
        return self

    def advance(self, by: str = "chen", *, start: str | None = None, to: str | None = None) -> Deal:
        """Move on."""
        journey = self.journey
        with self.acting(by) as viewer:
            commands.advance(self.kept, viewer, journey, now=self.now, start=start, to=to)
        return self

    def go_back(self, to: str, reason: str = "客户改了工况", by: str = "chen") -> Deal:
        """Go back."""
        journey = self.journey
        with self.acting(by) as viewer:
            commands.go_back(self.kept, viewer, journey, to=to, reason=reason, now=self.now)
        return self

    def lose(self, reason: str = "price", note: str = "", by: str = "chen") -> Deal:
        """Lose it."""
        journey = self.journey
        with self.acting(by) as viewer:
            commands.close(self.kept, viewer, journey, reason=reason, note=note, now=self.now)
        return self

    def make_exception(self, reason: str = "客户口头同意", by: str = "wang") -> Deal:
        """Pass the closed gate."""
        journey = self.journey
        with self.acting(by) as viewer:
            commands.make_exception(self.kept, viewer, journey, reason=reason, now=self.now)
        return self

    def upload(self, content: bytes = PDF, name: str = "方案.pdf", by: str = "chen") -> int:
        """Upload a file."""
        with self.acting(by) as viewer:
            kept = records.keep(self.kept, viewer, BytesIO(content), name=name, store=self.store, now=self.now)
        return kept.id

    def hand_in(self, key: str, *, by: str = "chen", **brought: Any) -> HandedIn:  # noqa: ANN401 - a Handful's
        """Hand in a text, answers, or files by id."""
        journey = self.journey
        with self.acting(by) as viewer:
            made = commands.hand_in(self.kept, viewer, journey, key, brought=Handful(**brought), now=self.now)
        return made[0]

    def hand_in_file(self, key: str, content: bytes = PDF, name: str = "方案.pdf", by: str = "chen") -> HandedIn:
        """Upload a file and hand it in."""
        return self.hand_in(key, by=by, file_ids=(self.upload(content, name, by),))

    def accept(self, thing: HandedIn, by: str = "wang") -> Deal:
        """Accept what was handed in."""
        journey = self.journey
        with self.acting(by) as viewer:
            commands.accept(self.kept, viewer, journey, thing, now=self.now)
        return self

    def reject(self, thing: HandedIn, reason: str = "运费没含", by: str = "wang") -> Deal:
        """Send back what was handed in."""
        journey = self.journey
        with self.acting(by) as viewer:
            commands.reject(self.kept, viewer, journey, thing, reason=reason, now=self.now)
        return self

    def contact(self, kind: str = "call", summary: str = "谈了工况", *, ago: float = 0, by: str = "chen") -> Deal:
        """Be in touch, so many hours ago."""
        happened = self.now - timedelta(hours=ago)
        record = self.record
        with self.acting(by) as viewer:
            activity.log(self.kept, viewer, record, kind=kind, summary=summary, happened_at=happened, now=self.now)
        return self

    def send(self, key: str = "receipt", by: str = "chen") -> Confirmation:
        """Send the link to the customer."""
        journey = self.journey
        with self.acting(by) as viewer:
            confirmation, _ = commands.send(self.kept, viewer, journey, key, now=self.now)
        return confirmation

    def answered(self, link: Confirmation, said: commands.Answer = "confirmed", reason: str = "") -> Deal:
        """The customer answers; nobody is logged in."""
        with self.session.begin_nested():
            db.see(self.kept, db.Sight(lo=link.owner_pos, hi=link.owner_pos))
            commands.answer(self.kept, link, said=said, name="李工", reason=reason, now=self.now)
        return self

    def ring(self) -> int:
        """Let the clock look at this moment. How much was told."""
        rung = sum(commands.ring(self.session, level, now=self.now, limit=100) for level in commands.LEVELS)
        return rung + commands.ring_follow_ups(self.session, now=self.now, limit=100)

    def assign(self, to: str, by: str = "wang") -> Deal:
        """Give it to somebody else."""
        record = self.record
        with self.acting(by) as viewer:
            records.assign(self.kept, viewer, record, self.cast.id(to), now=self.now)
        return self

    def satisfied(self, by: str = "chen") -> Deal:
        """Bring everything the present stage asks for."""
        match self.stage:
            case "lead":
                self.fill(by, amount="5000")
            case "tender":
                self.fill(by, customer=self.customer(by))
            case "proposal":
                self.fill(by, medium="热水", temperature="80")
                self.hand_in_file("proposal_pdf", by=by)
                self.answered(self.send(by=by))
            case "quote":
                self.contact(by=by).contact(kind="visit", by=by)
                self.accept(self.hand_in("terms", by=by, text="三七开，质保一年，含运费"))
            case "sign":
                self.hand_in_file("esign", by=by)
        return self

    def reach(self, stage: str) -> Deal:
        """Walk the whole way to a stage, half an hour each."""
        while self.stage != stage:
            self.satisfied().later(minutes=30).advance()
        return self

    def customer(self, by: str = "chen") -> int:
        """A customer."""
        with self.acting(by) as viewer:
            return records.create(self.kept, viewer, "customer", {"name": "东方化工"}, now=self.now).id
