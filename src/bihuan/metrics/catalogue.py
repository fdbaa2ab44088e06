"""The metrics there are. Every screen, report and export takes its numbers from here, by name."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.kernel.refusals import NotFound
from bihuan.metrics import metrics_of_journeys, metrics_of_work
from bihuan.metrics.definition import Metric


class NoSuchMetric(NotFound):
    """The catalogue has no metric of that name."""

    code = "no_such_metric"
    message = "There is no such metric."


METRICS: Mapping[str, Metric] = {found.key: found for found in (*metrics_of_journeys.METRICS, *metrics_of_work.METRICS)}


def metric(key: str) -> Metric:
    """The metric of this name. NoSuchMetric when there is none."""
    found = METRICS.get(key)
    if found is None:
        raise NoSuchMetric
    return found
