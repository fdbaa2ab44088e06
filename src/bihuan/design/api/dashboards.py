"""Dashboards at the design desk, over HTTP: the questions there are, and how a widget of a draft would look today."""

from __future__ import annotations

from fastapi import Response

from bihuan.design import policy, queries
from bihuan.design.api import shapes
from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Kind, NotFound, Refusal
from bihuan.kernel.web import UnitOfWork
from bihuan.org.asking import Asking
from bihuan.process import queries as process
from bihuan.reports import listing, portrait
from bihuan.reports import queries as reports
from bihuan.reports import shapes as shown
from bihuan.reports.definition import Widget
from bihuan.reports.queries import Asked

router = web.doors(tags=["design"])


class NotLiveYet(Refusal):
    """A widget of a draft counts what only the draft knows: there is nothing of it today."""

    code = "not_live_yet"
    kind = Kind.NOT_FOUND
    message = "This process does not live yet; its numbers come after the release."


class PreviewAsked(shapes.Body):
    """A widget as it stands in the draft, kept or not yet."""

    widget: Widget


@router.get("/questions")
def questions(viewer: Asking, session: UnitOfWork) -> list[shown.QuestionOut]:
    """All questions that a dashboard can ask, and what can be chosen about each."""
    del session  # they are the same for everybody; the door is opened by who asks
    policy.configure(viewer)
    return listing.catalogue(viewer.lang)


@router.post("/drafts/{draft_id}/dashboards/preview", response_model=shown.WidgetOut)
def preview(draft_id: shapes.Id, asked: PreviewAsked, viewer: Asking, session: UnitOfWork) -> Response:
    """How a widget would look now, with what lives and with the numbers that this person sees."""
    policy.configure(viewer)
    queries.draft(session, draft_id)
    living = process.processes(session)
    if asked.widget.process is not None and asked.widget.process not in living:
        raise NotLiveYet
    if not living:
        raise NotFound
    found = reports.shown(session, viewer, asked.widget, Asked(only={}), now=clock.now())
    return web.told(portrait.widget(found))
