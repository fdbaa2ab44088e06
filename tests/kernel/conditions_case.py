"""The shared cases of conditions, and random ones; rows as JSON sends them and as the database holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from bihuan.kernel import conditions
from bihuan.kernel.conditions import DEEPEST, FieldKind

VECTORS = json.loads((Path(__file__).parent / "condition_vectors.json").read_text(encoding="utf-8"))
FIELDS: Mapping[str, FieldKind] = VECTORS["fields"]
RELATED: Mapping[str, Mapping[str, FieldKind]] = VECTORS["related"]
NOW = datetime.fromisoformat(VECTORS["now"])
CASES = VECTORS["cases"]


@dataclass(frozen=True)
class Asked:
    """One random condition, and the rows it is asked of."""

    tree: conditions.Node
    rows: list[dict[str, Any]]


def typed(row: Mapping[str, Any], fields: Mapping[str, FieldKind]) -> dict[str, Any]:
    """A row from JSON with the values Python and the database use."""
    return {key: None if value is None else _typed(value, fields[key]) for key, value in row.items()}


def _typed(value: Any, kind: FieldKind) -> Any:  # noqa: ANN401 - values of any kind
    match kind:
        case "decimal":
            return Decimal(str(value))
        case "date":
            return date.fromisoformat(value)
        case "datetime":
            return datetime.fromisoformat(value)
        case _:
            return value


# Few and near values, so that random rows often satisfy random comparisons, and the edges are hit.
_texts = st.sampled_from(["a", "b", "ab", "%", "温州", "新城", "'", "\\"])
_numbers = st.sampled_from([-2, -1, 0, 1, 2, 10**15, -(10**18)])
_decimals = st.sampled_from([-1.5, 0, 0.1, 0.3, 1, 1e-7, 12.5, 10**18])
_days = st.integers(-3, 3).map(lambda n: date(2026, 9, 19 + n))
_moments = st.integers(-3, 3).map(lambda n: datetime(2026, 9, 18 + n // 2, 17, 30, n % 2, tzinfo=UTC))
_written = {
    "text": _texts,
    "choice": _texts,
    "multi": _texts,
    "integer": _numbers,
    "reference": _numbers,
    "member": _numbers,
    "decimal": _decimals,
    "boolean": st.booleans(),
    "date": _days.map(date.isoformat),
    "datetime": _moments.map(datetime.isoformat),
}
_held: Mapping[str, st.SearchStrategy[Any]] = {
    **_written,
    "text": _texts | st.just(""),
    "choice": _texts | st.just(""),
    "multi": st.lists(_texts, max_size=3),
    "decimal": (_decimals | st.sampled_from([0.30000000000000004])).map(lambda v: Decimal(repr(v))),
    "date": _days,
    "datetime": _moments,
}


def _relatives(kind: str) -> st.SearchStrategy[dict[str, int]]:
    days = st.integers(-3, 3).map(lambda n: {"days": n})
    return days | st.integers(-48, 48).map(lambda n: {"hours": n}) if kind == "datetime" else days


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, Any]:
    """A comparison that fits one of the fields."""
    key = draw(st.sampled_from(sorted(FIELDS)))
    kind = FIELDS[key]
    op = draw(st.sampled_from(sorted(conditions.OPS[kind])))
    value: st.SearchStrategy[Any] = _written[kind]
    if op in {"is_empty", "is_filled"}:
        return {"field": key, "op": op}
    if op in {"in", "not_in"}:
        value = st.lists(value, min_size=1, max_size=3)
    elif op == "between":
        value = st.lists(value, min_size=2, max_size=2)
    elif op == "within":
        value = _relatives(kind)
    elif op in {"before", "after"}:
        value = value | _relatives(kind)
    return {"field": key, "op": op, "value": draw(value)}


_trees = st.recursive(
    comparisons(),
    lambda parts: (
        st.lists(parts, max_size=3).map(lambda some: {"all": some})
        | st.lists(parts, max_size=3).map(lambda some: {"any": some})
        | parts.map(lambda part: {"not": part})
    ),
    max_leaves=8,
)


def _depth(raw: Mapping[str, Any]) -> int:
    parts = raw.get("all", raw.get("any", [raw["not"]] if "not" in raw else []))
    return 1 + max(map(_depth, parts), default=0)


trees = _trees.filter(lambda raw: _depth(raw) <= DEEPEST).map(conditions.read)

rows = st.fixed_dictionaries({key: st.none() | _held[kind] for key, kind in FIELDS.items()})
asked = st.builds(Asked, trees, st.lists(rows, min_size=1, max_size=6))
