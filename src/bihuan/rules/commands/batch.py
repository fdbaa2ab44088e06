"""What is shared by the runs of one transaction: what was read is read once, and what they tell is told together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.kernel.refusals import NotFound
from bihuan.notices import commands as notices
from bihuan.notices.commands import News
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records
from bihuan.records.record import Record
from bihuan.rules import queries
from bihuan.rules.commands.timing import Timers
from bihuan.rules.definition import RuleDef
from bihuan.rules.models import Run

HOUR = timedelta(hours=1)
_LAST = 3  # contacts that stand beside what somebody is told


@dataclass
class Batch:
    """Events that are met in one transaction: their records, their runs, and the news that come of them."""

    now: datetime
    runs: list[Run] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    timers: Timers = field(default_factory=Timers)
    _often: Counter[str] = field(default_factory=Counter)
    _counted: set[str] = field(default_factory=set)
    _records: dict[tuple[str, int], Record] = field(default_factory=dict)
    _viewers: dict[int, Viewer] = field(default_factory=dict)

    def read(self, session: Session, wanted: Iterable[tuple[str, int]]) -> None:
        """Read these records at once, by object and id."""
        by_object: dict[str, list[int]] = {}
        for object_key, record_id in wanted:
            by_object.setdefault(object_key, []).append(record_id)
        for object_key, record_ids in by_object.items():
            try:
                found = records.several(session, object_key, record_ids)
            except NotFound:  # the object is gone, and its records with it
                continue
            self._records |= {(object_key, number): record for number, record in found.items()}

    def record(self, object_key: str, record_id: int) -> Record | None:
        """A record that was read, as far as it is there."""
        return self._records.get((object_key, record_id))

    def changed(self, session: Session) -> None:
        """Something was written: what was read is read anew."""
        wanted = list(self._records)
        self._records.clear()
        self.read(session, wanted)

    def viewer(self, session: Session, person_id: int) -> Viewer:
        """Somebody as one who reads."""
        if person_id not in self._viewers:
            self._viewers[person_id] = org.viewer(session, person_id)
        return self._viewers[person_id]

    def may(self, session: Session, rule: RuleDef) -> bool:
        """Whether the rule may do one more thing within this hour."""
        if rule.key not in self._counted:
            self._counted.add(rule.key)
            since = self.now - HOUR
            self._often[rule.key] += queries.runs_since(session, rule.key, since, most=rule.most_per_hour)
        self._often[rule.key] += 1
        return self._often[rule.key] <= rule.most_per_hour

    def close(self, session: Session) -> None:
        """Keep the runs and what waits; tell everybody what came of them, with what was said last about each record."""
        session.add_all(self.runs)
        session.flush()
        self.timers.write(session)
        about: dict[str, set[int]] = {}
        for one in self.news:
            if one.get("object_key") and one.get("record_id"):
                about.setdefault(str(one["object_key"]), set()).add(int(one["record_id"] or 0))
        last = {key: activity.last_contacts(session, key, sorted(ids), limit=_LAST) for key, ids in about.items()}
        for one in self.news:
            found = last.get(str(one.get("object_key")), {}).get(int(one.get("record_id") or 0), ())
            one["facts"] = {**one["facts"], "contacts": [contact.facts() for contact in found]}
        notices.tell_all(session, self.news, now=self.now)
        self.runs, self.news = [], []
