"""Telling those who configure that a rule was held back, stopped, or failed: an alarm instead of silence, and one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.rules import queries
from bihuan.rules.definition import RuleDef


def held(session: Session, rule: RuleDef, *, now: datetime) -> None:
    """More happened than the rule may do in an hour: the rest is kept on the rescue desk. Told once an hour."""
    _tell(session, rule, "rule.held", f"{now:%Y-%m-%d %H}", {"count": rule.most_per_hour}, now=now)


def stopped(session: Session, rule: RuleDef, chain: Sequence[str], *, now: datetime) -> None:
    """Rules set each other off without end. Told once a day, with all of them by name."""
    listening = queries.listened(session, org.version_of(session, queries.configurers(session)[0])) if chain else None
    labels = [
        (listening.rules[key].label if listening and key in listening.rules else rule.label)
        for key in dict.fromkeys(chain)
    ]
    said = {"zh": " → ".join(one.zh for one in labels), "en": " → ".join(one.en for one in labels)}
    _tell(session, rule, "rule.stopped", f"{now:%Y-%m-%d}", {"chain": said}, now=now)


def failed(session: Session, rule: RuleDef, *, now: datetime) -> None:
    """What a rule should have done could not be done. Told once a day for each rule."""
    _tell(session, rule, "rule.failed", f"{now:%Y-%m-%d}", {}, now=now)


def _tell(session: Session, rule: RuleDef, kind: str, once: str, facts: dict[str, object], *, now: datetime) -> None:
    told = {"rule": rule.label.model_dump(), "to": "configurer", **facts}
    cause = f"{kind}:{rule.key}:{once}"
    notices.tell_all(
        session,
        [
            {"person_id": person_id, "cause": cause, "kind": kind, "level": "warn", "facts": told}
            for person_id in queries.configurers(session)
        ],
        now=now,
    )
