"""What a customer sees who opens a link: the file and who sent it, and nothing else of the house."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.words import Words
from bihuan.org import queries as org
from bihuan.process.models import Confirmation, HandedIn
from bihuan.process.queries import journeys
from bihuan.records.models import File


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file that was sent to be confirmed. `title` is what the process calls it, never what the record is called."""

    file: File
    title: Words
    company: str
    sender: str


def sent(session: Session, confirmation: Confirmation) -> Sent:
    """The file behind a link, for a transaction that sees the link."""
    file, thing = session.get(File, confirmation.file_id), session.get(HandedIn, confirmation.handed_in_id)
    assert file is not None, "a file that was sent is kept"
    assert thing is not None, "a confirmation goes with what was handed in"
    asked = journeys.process_of(session, journeys.journey_of(session, confirmation.journey_id)).deliverable(thing.key)
    return Sent(
        file=file,
        title=asked[1].label if asked else Words(zh=file.name, en=file.name),
        company=org.workspace_name(session, db.workspace_of(session)),
        sender=org.names(session, [confirmation.sent_by_id]).get(confirmation.sent_by_id, ""),
    )
