"""Small steps by which a blueprint is changed, and the steps that take them back. Pure.

A *place* is a way into the document: names of members, and in a list of things that have keys, a key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bihuan.design.definition import DEEPEST

Place = Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(min_length=1, max_length=24)]
MOST_OPERATIONS = 500  # of one step: a field that goes may stand in many forms and roles
_ORDER = "(order)"  # what a move touches: where a thing stands, and nothing in it


class _Operation(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Place


def _not_too_deep(value: Any) -> Any:  # noqa: ANN401 - any part of a document
    """What is deeper than a document can be is refused before anybody walks through it."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return value
    raise ValueError(f"This is more than {DEEPEST} levels deep.")


def _inside(value: Any) -> Iterable[Any]:  # noqa: ANN401 - any part of a document
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


class Set(_Operation):
    """Let a member have this value; None takes it away, and then it is as if nothing had ever been said."""

    do: Literal["set"] = "set"
    value: Annotated[Any, AfterValidator(_not_too_deep)] = None


class Add(_Operation):
    """Put a new thing into a list, before the one with this key, or at the end. The place is the list's."""

    do: Literal["add"] = "add"
    value: Annotated[dict[str, Any], AfterValidator(_not_too_deep)]
    before: str | None = None


class Remove(_Operation):
    """Take a thing out of its list."""

    do: Literal["remove"] = "remove"


class Move(_Operation):
    """Let a thing stand elsewhere in its list: before the one with this key, or at the end."""

    do: Literal["move"] = "move"
    before: str | None = None


Operation = Annotated[Set | Add | Remove | Move, Field(discriminator="do")]
Operations = Annotated[tuple[Operation, ...], Field(min_length=1, max_length=MOST_OPERATIONS)]
Body = dict[str, Any]


class NoSuchPlace(Exception):
    """An operation names a place that is not there, or is not of the kind it needs."""

    def __init__(self, place: Sequence[str], code: str, message: str) -> None:
        """Where, which kind of wrong, and in a sentence."""
        super().__init__(message)
        self.place, self.code, self.message = ".".join(place), code, message


def carried_out(body: Body, operations: Iterable[Operation]) -> tuple[Body, tuple[Operation, ...]]:
    """The document after these operations, and those that take them back. The given document stays as it is.

    NoSuchPlace when one of them can't be done; then none of them is.
    """
    back: list[Operation] = []
    for operation in operations:
        body, taking_back = _DONE[type(operation)](body, operation)
        back.append(taking_back)
    return body, tuple(reversed(back))


def between(old: Body, new: Body) -> tuple[Operation, ...]:
    """The operations that make one document of another: as few as can be, each at the smallest place."""
    return tuple(_members(old, new, ()))


def touched(operations: Iterable[Operation]) -> list[tuple[str, ...]]:
    """The places that these operations change."""
    return [_touches(operation) for operation in operations]


def meet(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two changes concern the same: one place is the other, or lies in it."""
    shared = min(len(one), len(other))
    return tuple(one[:shared]) == tuple(other[:shared])


def found(body: Body, place: Sequence[str]) -> Any:  # noqa: ANN401 - whatever stands there
    """What stands at a place; None where nothing does."""
    here: Any = body
    for part in place:
        if isinstance(here, dict):
            here = here.get(part)
        elif isinstance(here, list):
            at = _index(here, part)
            here = here[at] if at is not None else None
        else:
            return None
    return here


def _members(old: Body, new: Body, place: tuple[str, ...]) -> Iterator[Operation]:
    yield from (Set(place=(*place, key)) for key in old if key not in new)
    for key, value in new.items():
        yield from _difference(old.get(key), value, (*place, key))


def _difference(old: Any, new: Any, place: tuple[str, ...]) -> Iterator[Operation]:  # noqa: ANN401 - any part of it
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _members(old, new, place)
    elif _is_keyed(old) and _is_keyed(new):
        yield from _listed(old, new, place)
    elif old != new:
        yield Set(place=place, value=new)


def _listed(old: list[Body], new: list[Body], place: tuple[str, ...]) -> Iterator[Operation]:
    before, after = {one["key"]: one for one in old}, {one["key"]: one for one in new}
    yield from (Remove(place=(*place, key)) for key in before if key not in after)
    stay = _in_order([key for key in before if key in after], list(after))
    follower: str | None = None
    # From the end on: what something shall stand before stands in its place already.
    for key in reversed(after):
        if key not in before:
            yield Add(place=place, value=after[key], before=follower)
        elif key not in stay:
            yield Move(place=(*place, key), before=follower)
        follower = key
    for key, thing in after.items():
        if key in before:
            yield from _members(before[key], thing, (*place, key))


def _in_order(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """As many keys as possible that follow each other in both: they need not move. By patience sorting."""
    at = {key: number for number, key in enumerate(new)}
    ends: list[int] = []
    last: list[str] = []
    previous: dict[str, str | None] = {}
    for key in old:
        pile = bisect_left(ends, at[key])
        previous[key] = last[pile - 1] if pile else None
        ends[pile : pile + 1] = [at[key]]
        last[pile : pile + 1] = [key]
    found: list[str] = []
    here = last[-1] if last else None
    while here is not None:
        found.append(here)
        here = previous[here]
    return frozenset(found)


def _is_keyed(value: Any) -> bool:  # noqa: ANN401 - any part of it
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return False
    keys = [one.get("key") for one in value]
    return all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys)


def _touches(operation: Operation) -> tuple[str, ...]:
    match operation:
        case Add():
            return (*operation.place, str(operation.value.get("key")))
        case Move():
            return (*operation.place, _ORDER)
        case _:
            return operation.place


def _set(body: Body, operation: Set) -> tuple[Body, Operation]:
    *way, last = operation.place
    kept: list[Any] = []

    def put(here: Any) -> Any:  # noqa: ANN401 - whatever stands there
        if isinstance(here, dict):
            if last == "key" and way and operation.value != here.get(last):
                raise NoSuchPlace(operation.place, "key_stays", "A key never changes; make a new thing instead.")
            kept.append(here.get(last))
            rest = {key: value for key, value in here.items() if key != last}
            if operation.value is None:
                return rest
            # What is set anew stays where it stood, so that a document reads as its author wrote it.
            return {**here, last: operation.value}
        at = _index(here, last) if isinstance(here, list) else None
        if at is None or not isinstance(operation.value, dict) or operation.value.get("key") != last:
            raise NoSuchPlace(operation.place, "no_such_place", "There is nothing here that could be set.")
        kept.append(here[at])
        return [*here[:at], operation.value, *here[at + 1 :]]

    after = _changed(body, way, put)
    return after, Set(place=operation.place, value=kept[0])


def _add(body: Body, operation: Add) -> tuple[Body, Operation]:
    key = operation.value.get("key")
    if not isinstance(key, str) or not key:
        raise NoSuchPlace(operation.place, "no_key", "A new thing needs a key.")

    back: list[Operation] = []

    def put(here: Any) -> Any:  # noqa: ANN401 - whatever stands there
        listed = _list(here, operation.place)
        if _index(listed, key) is not None:
            raise NoSuchPlace((*operation.place, key), "twice", f"{key!r} stands here already.")
        back.append(Set(place=operation.place) if here is None else Remove(place=(*operation.place, key)))
        return _inserted(listed, operation.value, operation.before)

    return _changed(body, operation.place, put), back[0]


def _remove(body: Body, operation: Remove) -> tuple[Body, Operation]:
    way = operation.place[:-1]
    kept: list[Operation] = []

    def put(here: Any) -> Any:  # noqa: ANN401 - whatever stands there
        listed = _list(here, way)
        at = _there(listed, operation.place)
        kept.append(Add(place=way, value=listed[at], before=_key_after(listed, at)))
        return [*listed[:at], *listed[at + 1 :]]

    return _changed(body, way, put), kept[0]


def _move(body: Body, operation: Move) -> tuple[Body, Operation]:
    way = operation.place[:-1]
    kept: list[Operation] = []

    def put(here: Any) -> Any:  # noqa: ANN401 - whatever stands there
        listed = _list(here, way)
        at = _there(listed, operation.place)
        kept.append(Move(place=operation.place, before=_key_after(listed, at)))
        return _inserted([*listed[:at], *listed[at + 1 :]], listed[at], operation.before)

    return _changed(body, way, put), kept[0]


_DONE: dict[type[Any], Callable[..., tuple[Body, Operation]]] = {Set: _set, Add: _add, Remove: _remove, Move: _move}


def _changed(body: Any, way: Sequence[str], put: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - any part of it
    """The document with what `put` makes of the part at the end of the way; all beside the way is shared."""
    if not way:
        return put(body)
    first, *rest = way
    if isinstance(body, dict):
        if first not in body and rest:
            raise NoSuchPlace(way, "no_such_place", f"There is no {first!r} here.")
        return {**body, first: _changed(body.get(first), rest, put)}
    at = _index(body, first) if isinstance(body, list) else None
    if at is None:
        raise NoSuchPlace(way, "no_such_place", f"There is no {first!r} here.")
    return [*body[:at], _changed(body[at], rest, put), *body[at + 1 :]]


def _index(listed: Sequence[Any], key: str) -> int | None:
    return next((at for at, one in enumerate(listed) if isinstance(one, dict) and one.get("key") == key), None)


def _there(listed: Sequence[Any], place: Sequence[str]) -> int:
    at = _index(listed, place[-1])
    if at is None:
        raise NoSuchPlace(place, "no_such_place", f"There is no {place[-1]!r} here.")
    return at


def _list(here: Any, place: Sequence[str]) -> list[Any]:  # noqa: ANN401 - whatever stands there
    if here is None:
        return []
    if not isinstance(here, list) or any(not isinstance(one, dict) or "key" not in one for one in here):
        raise NoSuchPlace(place, "no_list", "This is no list of things with keys.")
    return here


def _inserted(listed: list[Any], new: Any, before: str | None) -> list[Any]:  # noqa: ANN401 - a thing with a key
    # Whoever wanted it before something that is gone meanwhile gets it at the end: its order is no reason to lose it.
    at = _index(listed, before) if before is not None else None
    return [*listed, new] if at is None else [*listed[:at], new, *listed[at:]]


def _key_after(listed: Sequence[Any], at: int) -> str | None:
    return listed[at + 1]["key"] if at + 1 < len(listed) else None
