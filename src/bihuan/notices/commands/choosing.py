"""How somebody wants to be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.ledger import commands as ledger
from bihuan.notices import queries
from bihuan.notices.models import Choice
from bihuan.org.viewer import Viewer


def choose(  # noqa: PLR0913 - each is one thing a person may choose
    session: Session,
    viewer: Viewer,
    *,
    mail: bool,
    popups: bool,
    digests: Sequence[str] | None,
    at_once: Sequence[str] | None,
    quiet_from: str | None,
    quiet_until: str | None,
    now: datetime,
) -> Choice:
    """From now on the viewer is told this way; what is None is as the company has it."""
    found = queries.choice(session, viewer.person_id)
    if found is None:
        found = Choice(person_id=viewer.person_id)
        session.add(found)
    found.mail, found.popups = mail, popups
    found.digests = None if digests is None else sorted(set(digests))
    found.at_once = None if at_once is None else list(dict.fromkeys(at_once))
    found.quiet_from, found.quiet_until = quiet_from, quiet_until
    session.flush()
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="notices.chosen",
        subject=f"person:{viewer.person_id}",
        payload={"mail": mail, "popups": popups},
    )
    return found
