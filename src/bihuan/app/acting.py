"""Who acts when data come in by the command line: a person of the workspace, with that person's rights and sight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from sqlalchemy.orm import Session

from bihuan.app.house import House
from bihuan.importer import queries
from bihuan.kernel import db
from bihuan.org import queries as people
from bihuan.org.viewer import Viewer

_PATIENCE_MS = 600_000


@contextmanager
def inside(home: House, workspace: str, login: str | None) -> Iterator[tuple[Session, Viewer]]:
    """A transaction in a workspace as the person of this log-in, or as the first who may import and hire."""
    with db.transaction(home.engine, workspace=workspace, timeout_ms=_PATIENCE_MS) as session:
        viewer = _viewer(session, login)
        db.see(session, viewer.sight)
        yield session, viewer


def _viewer(session: Session, login: str | None) -> Viewer:
    if login is not None:
        person = people.by_login(session, login)
        if person is None:
            raise typer.BadParameter(f"nobody here has the log-in {login!r}")
        return people.viewer(session, person.id)
    everybody = sorted(people.people(session, active=True), key=lambda person: person.id)
    viewers = (people.viewer(session, person.id) for person in everybody)
    found = next((viewer for viewer in viewers if viewer.may(queries.RIGHT) and viewer.may("org.manage")), None)
    if found is None:
        raise typer.BadParameter("nobody here may import; say --by")
    return found
