"""What a request gives to a door, where all of it is plain: one text for each parameter, and what is found later.

FastAPI looks at each parameter of each request as if for the first time, which costs more than many an answer. Here
that is done once for each route. Whatever is not plain, or not as described, is left to FastAPI: it says what is wrong.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from fastapi import Request, params
from fastapi.dependencies.models import Dependant
from starlette.responses import Response

_PLAIN = frozenset({int, str, bool, float, date, datetime, NoneType})
_FIXED = (NoneType, int, str, bool, float, enum.Enum)  # defaults that nobody can change in passing
_WAITING = (inspect.iscoroutinefunction, inspect.isgeneratorfunction, inspect.isasyncgenfunction)
Inside = Literal["path", "query", "body"]


@dataclass(frozen=True)
class One:
    """A parameter of path or query: where it stands, what it is called there, how it is read."""

    name: str
    alias: str
    inside: Inside
    field: Any  # FastAPI's own ModelField, whose class is private to it


@dataclass(frozen=True)
class Part:
    """What a route is given that is made: of the request alone, or by a function of plain parameters."""

    make: Callable[..., Any]
    of: Plain | None


class Plain:
    """The parameters of one route."""

    def __init__(
        self, asked: Sequence[One], parts: Mapping[str, Part], *, request: str | None, response: str | None
    ) -> None:
        """`parts` are what is found later and what is made of parameters, under the name of the route's parameter."""
        self._asked, self._parts, self._request, self._response = asked, parts, request, response

    def read(self, request: Request, body: Any) -> dict[str, Any] | None:  # noqa: ANN401 - JSON
        """The values by the parameters' names; None where one is missing or not as described."""
        values: dict[str, Any] = {}
        for one in self._asked:
            sent = body if one.inside == "body" else _text(request, one)
            if sent is None and (one.inside != "query" or one.field.field_info.is_required()):
                return None
            if sent is None:
                values[one.name] = one.field.default
                continue
            values[one.name], faults = one.field.validate(sent, values, loc=(one.inside, one.alias))
            if faults:
                return None
        return self._made(request, body, values)

    def _made(self, request: Request, body: Any, values: dict[str, Any]) -> dict[str, Any] | None:  # noqa: ANN401
        for name, part in self._parts.items():
            if part.of is None:
                values[name] = part.make(request)
                continue
            inner = part.of.read(request, body)
            if inner is None:
                return None
            values[name] = part.make(**inner)
        if self._request is not None:
            values[self._request] = request
        if self._response is not None:
            values[self._response] = _undressed()
        return values


def _text(request: Request, one: One) -> str | None:
    found: str | None = (request.query_params if one.inside == "query" else request.path_params).get(one.alias)
    return found


def plain(dependant: Dependant, *, embedded: bool) -> Plain | None:
    """How to read what this route is given; None where something of it is not plain."""
    if dependant.header_params or dependant.cookie_params or dependant.background_tasks_param_name or embedded:
        return None
    if dependant.http_connection_param_name or dependant.security_scopes_param_name or len(dependant.body_params) > 1:
        return None
    parts = {one.name: _part(one) for one in dependant.dependencies}
    places: tuple[tuple[Inside, Any], ...] = (
        ("path", dependant.path_params),
        ("query", dependant.query_params),
        ("body", dependant.body_params),
    )
    asked = [_one(field, inside) for inside, fields in places for field in fields]
    if None in parts or not all(parts.values()) or not all(asked):
        return None
    return Plain(
        [one for one in asked if one is not None],
        {str(name): part for name, part in parts.items() if part is not None},
        request=dependant.request_param_name,
        response=dependant.response_param_name,
    )


def _part(dependant: Dependant) -> Part | None:
    call = dependant.call
    later = getattr(call, "later", None)
    if later is not None:
        return Part(later, None)
    if not inspect.isfunction(call) or any(waits(call) for waits in _WAITING):
        return None
    inner = plain(dependant, embedded=False)
    return None if inner is None else Part(call, inner)


def _one(field: Any, inside: Inside) -> One | None:  # noqa: ANN401 - see One.field
    info = field.field_info
    if inside == "body":
        sound = isinstance(info, params.Body) and not isinstance(info, params.Form)
        return One(field.name, field.alias, inside, field) if sound else None
    if info.validation_alias not in {None, field.alias} or info.validate_default:
        return None
    if not _is_plain(info.annotation) or not (info.is_required() or isinstance(field.default, _FIXED)):
        return None
    return One(field.name, field.alias, inside, field)


def _is_plain(annotation: Any) -> bool:  # noqa: ANN401 - any type
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is_plain(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return all(_is_plain(one) for one in get_args(annotation))
    if origin is Literal:
        return True
    return annotation in _PLAIN or (isinstance(annotation, type) and issubclass(annotation, enum.Enum))


def _undressed() -> Response:
    """A response on which an endpoint may hang headers, as FastAPI would hand it out."""
    response = Response()
    del response.headers["content-length"]
    response.status_code = None  # type: ignore[assignment]
    return response
