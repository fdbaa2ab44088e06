"""A place: its words, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Double, Text
from sqlalchemy.types import TypeEngine

from bihuan.kernel.words import Lang
from bihuan.objects import numbers
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, Wrong, register, text_of, type_name

_LONGEST = 500
_PARTS = frozenset({"text", "lng", "lat"})


@register
class AddressType(FieldType):
    """A postal address with longitude and latitude (WGS-84), both or neither."""

    key = "address"

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """The words, the longitude, the latitude."""
        return {"": Text(), "lng": Double(), "lat": Double()}

    def read(self, raw: Any, field: FieldDef) -> dict[str, Any]:  # noqa: ANN401, ARG002
        """Words alone, or words with their place."""
        sent = {"text": raw} if isinstance(raw, str) else raw
        if not isinstance(sent, dict) or sent.keys() - _PARTS or not sent.get("text"):
            raise Wrong("wrong_type", "This field takes an address: text, and lng with lat.", got=type_name(raw))
        lng, lat = _degrees(sent.get("lng"), 180), _degrees(sent.get("lat"), 90)
        if (lng is None) is not (lat is None):
            raise Wrong("half_a_place", "Longitude and latitude come together.")
        return {"text": " ".join(text_of(sent["text"], longest=_LONGEST).split()), "lng": lng, "lat": lat}

    def parts(self, value: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Three columns."""
        return {"": value["text"], "lng": value["lng"], "lat": value["lat"]}

    def whole(self, parts: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """The address, or None without its words."""
        return None if parts[""] is None else {"text": parts[""], "lng": parts["lng"], "lat": parts["lat"]}

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """The words."""
        return str(value["text"])


def _degrees(raw: Any, limit: int) -> float | None:  # noqa: ANN401
    return None if raw is None else float(numbers.number_of(raw, limit=Decimal(limit)))
