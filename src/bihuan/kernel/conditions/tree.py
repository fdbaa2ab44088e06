"""The shape of a condition, and how large it may be."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    StringConstraints,
    Tag,
    TypeAdapter,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bihuan.kernel.conditions import values
from bihuan.kernel.conditions.values import Comparable, Relative

DEEPEST = 8
MOST_NODES = 200
MOST_COUNTED = 1_000_000
BOTH_ENDS = 2

Ordering = Literal["eq", "ne", "lt", "le", "gt", "ge"]
Op = Literal[
    "eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "contains", "starts_with",
    "is_empty", "is_filled", "before", "after", "within", "between",
]  # fmt: skip
ORDERINGS: tuple[str, ...] = get_args(Ordering)
TIMELY = frozenset({"lt", "le", "gt", "ge", "before", "after", "within", "between"})

Key = Annotated[
    str, StringConstraints(max_length=100, pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", strip_whitespace=False)
]
Value = Annotated[
    values.Value,
    PlainValidator(values.read_value),
    WithJsonSchema({"description": "text, number, boolean, list of these, or a time from now such as {'days': -3}"}),
]


class _Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @property
    def parts(self) -> tuple[Node, ...]:
        """The conditions this one is made of."""
        return ()


class All(_Node):
    """Holds when every part does; without parts, always."""

    all: tuple[Node, ...] = Field(strict=False)

    @property
    def parts(self) -> tuple[Node, ...]:
        """Every part."""
        return self.all


class AnyOf(_Node):
    """Holds when at least one part does; without parts, never."""

    any: tuple[Node, ...] = Field(strict=False)

    @property
    def parts(self) -> tuple[Node, ...]:
        """Every part."""
        return self.any


class Not(_Node):
    """Holds when its part does not."""

    part: Node = Field(alias="not")

    @property
    def parts(self) -> tuple[Node, ...]:
        """The one part."""
        return (self.part,)

    @model_serializer
    def _written(self) -> dict[str, Any]:
        return {"not": self.part}


class Compare(_Node):
    """Compares a field with a value."""

    field: Key
    op: Op
    value: Value = None

    lists: ClassVar[frozenset[str]] = frozenset({"in", "not_in", "between"})
    unary: ClassVar[frozenset[str]] = frozenset({"is_empty", "is_filled"})

    @model_validator(mode="after")
    def _fits_its_op(self) -> Compare:
        if not self._fits():
            raise PydanticCustomError("bad_value", "{op} cannot take this value.", {"op": self.op})
        return self

    def _fits(self) -> bool:
        """Whether the value has the shape its operator asks for."""
        if self.op in self.unary:
            return self.value is None
        if self.op in self.lists:
            ends = len(self.value) if isinstance(self.value, tuple) else 0
            return ends == BOTH_ENDS if self.op == "between" else ends > 0
        if isinstance(self.value, Relative) or self.op == "within":
            return isinstance(self.value, Relative) and self.op in {"before", "after", "within"}
        if self.op in {"contains", "starts_with", "before", "after"}:
            return isinstance(self.value, str)
        return self.value is not None and not isinstance(self.value, tuple)

    @cached_property
    def wanted(self) -> tuple[Comparable | None, ...]:
        """The values asked for, ready to be compared; none for a time counted from now."""
        if self.value is None or isinstance(self.value, Relative):
            return ()
        written = self.value if isinstance(self.value, tuple) else (self.value,)
        return tuple(values.prepared(one, timely=self.op in TIMELY) for one in written)

    @model_serializer
    def _written(self) -> dict[str, Any]:
        value = self.value.written() if isinstance(self.value, Relative) else self.value
        shown = {} if value is None else {"value": list(value) if isinstance(value, tuple) else value}
        return {"field": self.field, "op": self.op, **shown}


class Count(_Node):
    """Compares how many records point at this one, perhaps only those that satisfy a condition of their own."""

    count: Key
    via: Key
    where: Node | None = None
    op: Ordering
    value: int = Field(ge=0, le=MOST_COUNTED)

    @property
    def parts(self) -> tuple[Node, ...]:
        """The condition on what is counted, if any."""
        return () if self.where is None else (self.where,)

    @property
    def key(self) -> str:
        """The relation that is counted, as one word: `quote.opportunity`."""
        return f"{self.count}.{self.via}"

    @model_validator(mode="after")
    def _counts_once(self) -> Count:
        stack = list(self.parts)
        while stack:
            part = stack.pop()
            if isinstance(part, Count):
                raise PydanticCustomError("count_in_count", "What is counted cannot be chosen by counting again.")
            stack.extend(part.parts)
        return self

    @model_serializer
    def _written(self) -> dict[str, Any]:
        where = {} if self.where is None else {"where": self.where}
        return {"count": self.count, "via": self.via, **where, "op": self.op, "value": self.value}


_KINDS: dict[str, type[_Node]] = {"all": All, "any": AnyOf, "not": Not, "count": Count, "field": Compare}


def _kind(raw: Any) -> str | None:  # noqa: ANN401 - anything may be sent
    """Which kind of condition this is, by the word only that kind has."""
    if isinstance(raw, dict):
        return next((f"<{word}>" for word in _KINDS if word in raw), None)
    return next((f"<{word}>" for word, kind in _KINDS.items() if isinstance(raw, kind)), None)


# The tags are in brackets so that the place of a fault can leave them out.
Node = Annotated[
    Annotated[All, Tag("<all>")]
    | Annotated[AnyOf, Tag("<any>")]
    | Annotated[Not, Tag("<not>")]
    | Annotated[Count, Tag("<count>")]
    | Annotated[Compare, Tag("<field>")],
    Discriminator(
        _kind,
        custom_error_type="no_condition",
        custom_error_message="A condition says all, any, not, field or count.",
    ),
]


def _children(raw: Any) -> list[Any]:  # noqa: ANN401
    """The parts of something that may be a condition."""
    if isinstance(raw, _Node):
        return list(raw.parts)
    if not isinstance(raw, dict):
        return []
    listed = [part for word in ("all", "any") if isinstance(raw.get(word), (list, tuple)) for part in raw[word]]
    return listed + [raw[word] for word in ("not", "where") if raw.get(word) is not None]


def _within_budget(raw: Any) -> Any:  # noqa: ANN401
    """Refuse what is too deep or too large before anything else looks at it."""
    level, nodes, depth = [raw], 1, 1
    while level := [part for node in level for part in _children(node)]:
        nodes, depth = nodes + len(level), depth + 1
        if depth > DEEPEST:
            raise PydanticCustomError("too_deep", "A condition is at most {most} levels deep.", {"most": DEEPEST})
        if nodes > MOST_NODES:
            raise PydanticCustomError("too_large", "A condition has at most {most} parts.", {"most": MOST_NODES})
    return raw


Condition = Annotated[Node, BeforeValidator(_within_budget)]

for _model in _KINDS.values():
    _model.model_rebuild()
_condition: TypeAdapter[Node] = TypeAdapter(Condition)


def read(raw: object) -> Node:
    """The condition this JSON says. A ValidationError names everything that is wrong with it."""
    return _condition.validate_python(raw)
