"""The time that rules let run for records: begun and given up event by event, written together for all of a batch."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import BigInteger, Text, any_, bindparam, delete
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from bihuan.kernel.prepared import Prepared
from bihuan.rules.models import Timer

Place = tuple[str, str, int]  # the rule, the object and the record

_KEYS = ("rule_key", "object_key", "record_id")
_SET = ("version_id", "event", "journey_id", "since", "due_at", "chain")
_FIRST = insert(Timer).values({name: bindparam(name) for name in (*_KEYS, *_SET)})
_BEGIN = {  # whether the time begins anew when it runs already
    True: Prepared(_FIRST.on_conflict_do_update(index_elements=_KEYS, set_={name: bindparam(name) for name in _SET})),
    False: Prepared(_FIRST.on_conflict_do_nothing(index_elements=_KEYS)),
}
_OF_RECORD = delete(Timer).where(
    Timer.object_key == bindparam("object_key", type_=Text), Timer.record_id == bindparam("record_id", type_=BigInteger)
)
_ALL = Prepared(_OF_RECORD)
_OF_RULES = Prepared(_OF_RECORD.where(Timer.rule_key == any_(bindparam("rules", type_=ARRAY(Text)))))
_SINCE = Prepared(_OF_RECORD.where(Timer.event == bindparam("event", type_=Text)))


class Timers:
    """What the events of one transaction begin. Given up is at once; what was begun stands when it is `written`."""

    def __init__(self) -> None:
        """Nothing has begun."""
        self._begun: dict[Place, tuple[bool, dict[str, Any]]] = {}

    def begin(self, place: Place, values: dict[str, Any], *, restart: bool) -> None:
        """Let a rule's time run for a record: with `restart` anew, else on as it runs already."""
        if restart or place not in self._begun:
            self._begun[place] = (restart, values)

    def end(self, session: Session, object_key: str, record_id: int, *, rules: Collection[str]) -> None:
        """What these rules waited for has happened to a record, or need not happen any more."""
        for rule_key in rules:
            self._begun.pop((rule_key, object_key, record_id), None)
        _OF_RULES.written(session, object_key=object_key, record_id=record_id, rules=list(rules))

    def end_since(self, session: Session, object_key: str, record_id: int, *, event: str) -> None:
        """Nobody waits any more for what should have followed an event of this kind."""
        for place, (_, values) in list(self._begun.items()):
            if place[1:] == (object_key, record_id) and values["event"] == event:
                del self._begun[place]
        _SINCE.written(session, object_key=object_key, record_id=record_id, event=event)

    def forget(self, session: Session, object_key: str, record_id: int) -> None:
        """Nothing waits for this record any more."""
        for place in [place for place in self._begun if place[1:] == (object_key, record_id)]:
            del self._begun[place]
        _ALL.written(session, object_key=object_key, record_id=record_id)

    def write(self, session: Session) -> None:
        """Keep what was begun, in the same order for everybody: two who keep the same never lock each other."""
        session.flush()
        for restart, statement in _BEGIN.items():
            asked = [
                dict(zip(_KEYS, place, strict=True)) | values | {"chain": Jsonb(values["chain"])}
                for place, (anew, values) in sorted(self._begun.items(), key=lambda one: one[0])
                if anew is restart
            ]
            if asked:
                statement.each_written(session, asked)
        self._begun.clear()
