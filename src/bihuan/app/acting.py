"""Who acts when something comes in by the command line: a person of the workspace, with their rights and sight."""

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
_IMPORTS = (queries.RIGHT, "org.manage")


@contextmanager
def inside(
    home: House, workspace: str, login: str | None, *, rights: tuple[str, ...] = _IMPORTS
) -> Iterator[tuple[Session, Viewer]]:
    """A transaction in a workspace as the person of this log-in, or as the first who has the rights it takes."""
    with db.transaction(home.engine, workspace=workspace, timeout_ms=_PATIENCE_MS) as session:
        viewer = _viewer(session, login, rights)
        db.see(session, viewer.sight)
        people.stand(session, viewer)
        yield session, viewer


def _viewer(session: Session, login: str | None, rights: tuple[str, ...]) -> Viewer:
    if login is not None:
        person = people.by_login(session, login)
        if person is None:
            raise typer.BadParameter(f"nobody here has the log-in {login!r}")
        return people.viewer(session, person.id)
    everybody = sorted(people.people(session, active=True), key=lambda person: person.id)
    viewers = (people.viewer(session, person.id) for person in everybody)
    found = next((viewer for viewer in viewers if all(viewer.may(right) for right in rights)), None)
    if found is None:
        raise typer.BadParameter(f"nobody here has {' and '.join(rights)}; say --by")
    return found
