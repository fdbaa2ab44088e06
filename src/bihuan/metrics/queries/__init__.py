"""Questions about numbers: a metric's answer and its rows, the health board and its cells, the funnel, the columns."""

from bihuan.metrics.queries.answers import Answer, Behind, answer, behind
from bihuan.metrics.queries.cells import CellBehind, cell
from bihuan.metrics.queries.columns import Columns, columns
from bihuan.metrics.queries.counting import counted_by, journeys_after, touched
from bihuan.metrics.queries.dimensions import offered
from bihuan.metrics.queries.frames import Frame, Wanted, frame, kept
from bihuan.metrics.queries.funnels import Funnel, funnel
from bihuan.metrics.queries.health import Board, board
from bihuan.metrics.queries.transitions import Passing, taking, transitions
from bihuan.metrics.queries.variants import Variants, going, variants

__all__ = [
    "Answer",
    "Behind",
    "Board",
    "CellBehind",
    "Columns",
    "Frame",
    "Funnel",
    "Passing",
    "Variants",
    "Wanted",
    "answer",
    "behind",
    "board",
    "cell",
    "columns",
    "counted_by",
    "frame",
    "funnel",
    "going",
    "journeys_after",
    "kept",
    "offered",
    "taking",
    "touched",
    "transitions",
    "variants",
]
