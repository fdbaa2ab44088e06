"""From steps and ways to the shapes that leave. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.metrics import path_shapes, paths, shapes
from bihuan.metrics.paths import Transition, Transitions
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.transitions import Passing
from bihuan.metrics.queries.variants import Variant, Variants


def transitions(found: Transitions, frame: Frame) -> path_shapes.TransitionsOut:
    """The steps of a process."""
    lang, whole = frame.viewer.lang, found.throughput
    return path_shapes.TransitionsOut(
        sentence=paths.finding(found, lang),
        process=frame.process.key,
        period_from=frame.span.first,
        period_to=frame.span.last,
        journeys=found.journeys,
        throughput=path_shapes.ThroughputOut(
            ended=whole.ended,
            mean_days=whole.mean_days,
            median_days=whole.median_days,
            longest_days=whole.longest_days,
        ),
        at_least=found.at_least,
        rare=found.rare,
        rows=[_transition(row, frame) for row in found.rows],
        reach=[
            path_shapes.ReachOut(
                stage=_named(one.stage, frame), journeys=one.journeys, visits=one.visits, repeated=one.repeated
            )
            for one in found.reach
        ],
    )


def variants(found: Variants, frame: Frame) -> path_shapes.VariantsOut:
    """The ways of a process."""
    most = (found.rows[0].count, len(found.rows[0].steps)) if found.rows else None
    return path_shapes.VariantsOut(
        sentence=paths.variants(found.journeys, found.different, most, frame.viewer.lang),
        process=frame.process.key,
        period_from=frame.span.first,
        period_to=frame.span.last,
        journeys=found.journeys,
        different=found.different,
        rows=[_variant(row, frame) for row in found.rows],
    )


def passing(rows: Sequence[Passing], frame: Frame, *, offset: int, limit: int) -> shapes.BehindPage:
    """A page of the journeys behind a step or a way; there may be more when it is full. `value` is in hours."""
    items = [
        shapes.BehindOut(
            id=row.record_id,
            row_id=row.row_id,
            journey_id=row.journey_id,
            object=frame.object_def.key,
            title=row.title,
            owner=shapes.PersonOut(id=row.owner_id, name=row.owner),
            stage=row.stage,
            outcome=row.outcome,
            value=row.hours,
            at=row.at,
        )
        for row in rows
    ]
    return shapes.BehindPage(items=items, next=str(offset + limit) if len(rows) == limit else None)


def _transition(row: Transition, frame: Frame) -> path_shapes.TransitionOut:
    lang = frame.viewer.lang
    return path_shapes.TransitionOut(
        frm=_named(row.frm, frame),
        to=_named(row.to, frame),
        kind=row.kind,
        count=row.count,
        mean_hours=row.mean_hours,
        median_hours=row.median_hours,
        longest_hours=row.longest_hours,
        mean_words=paths.span(row.mean_hours, lang),
        median_words=paths.span(row.median_hours, lang),
        share=row.share,
        skewed=row.skewed,
        note=paths.note(row, lang),
    )


def _variant(row: Variant, frame: Frame) -> path_shapes.VariantOut:
    lang = frame.viewer.lang
    return path_shapes.VariantOut(
        key=row.key,
        steps=[_named(step, frame) for step in row.steps],
        count=row.count,
        share=row.share,
        mean_hours=row.mean_hours,
        median_hours=row.median_hours,
        mean_words=paths.span(row.mean_hours, lang),
        median_words=paths.span(row.median_hours, lang),
    )


def _named(key: str, frame: Frame) -> shapes.Named:
    return shapes.Named(key=key, label=paths.label(frame.process, key, frame.viewer.lang))
