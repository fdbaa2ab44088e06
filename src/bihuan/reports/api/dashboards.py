"""Dashboards over HTTP: each widget is asked for by itself, so that a slow one holds up nobody but itself."""

from __future__ import annotations

from fastapi import Response

from bihuan.kernel import clock, web
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.metrics.shapes import Named
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.records import file_names
from bihuan.reports import listing, policy, portrait, queries, shapes, table
from bihuan.reports.asking import Filter, Key
from bihuan.reports.queries import Shown

router = web.doors(tags=["dashboards"])


@router.get("/dashboards")
def dashboards(viewer: Asking, session: UnitOfWork) -> list[shapes.DashboardLine]:
    """The dashboards that are for this person."""
    found = queries.dashboards(session, viewer)
    return [shapes.DashboardLine(key=one.key, label=one.label.say(viewer.lang)) for one in found]


@router.get("/dashboards/{key}")
def dashboard(key: Key, viewer: Asking, session: UnitOfWork) -> shapes.DashboardOut:
    """What stands where on a dashboard, and by which fields its page can be filtered."""
    found = queries.dashboard(session, viewer, key)
    known = queries.objects_of(session, viewer, found)
    fields = queries.filters(viewer, list(known.values()))
    return shapes.DashboardOut(
        key=found.key,
        label=found.label.say(viewer.lang),
        widgets=[listing.widget(one, known.get(one.key), viewer.lang) for one in found.widgets],
        fields=[Named(key=field.key, label=field.label.say(viewer.lang)) for field in fields],
    )


@router.get("/dashboards/{key}/choices/{field}")
def choices(key: Key, field: Key, viewer: Asking, session: UnitOfWork) -> list[shapes.ChoiceOut]:
    """The values of a field that the records this person sees have: by them the page can be filtered."""
    found = queries.dashboard(session, viewer, key)
    told = queries.choices(session, viewer, found, field, now=clock.now())
    return [shapes.ChoiceOut(value=str(row.key), label=row.label, count=row.figure.count) for row in told]


@router.get("/dashboards/{key}/widgets/{widget}", response_model=shapes.WidgetOut)
def widget(key: Key, widget: Key, viewer: Asking, session: UnitOfWork, asked: Filter) -> Response:
    """A widget with its data, and its picture as a specification."""
    return web.told(portrait.widget(_shown(session, viewer, key, widget, asked)))


@router.get("/dashboards/{key}/widgets/{widget}/numbers.csv")
def numbers(key: Key, widget: Key, viewer: Asking, session: UnitOfWork, asked: Filter) -> Response:
    """The numbers of a widget as a file, for whoever may export what is counted."""
    found = _shown(session, viewer, key, widget, asked)
    policy.carry_out(viewer, found.frame.object_def.key)
    name = file_names.disposition(f"{found.title} {found.frame.today}.csv", inline=False)
    return Response(table.as_csv(table.of(found)), media_type="text/csv", headers={"Content-Disposition": name})


def _shown(session: UnitOfWork, viewer: Viewer, key: str, widget: str, asked: Filter) -> Shown:
    found = queries.dashboard(session, viewer, key).widget(widget)
    if found is None:
        raise NotFound
    return queries.shown(session, viewer, found, asked, now=clock.now())
