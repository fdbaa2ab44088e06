"""A pointer to a record of another object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import BigInteger
from sqlalchemy.types import TypeEngine

from bihuan.kernel.conditions import FieldKind
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Fault, FieldType, Target, Wrong, register, type_name

_LARGEST = 2**62


@register
class ReferenceType(FieldType):
    """The id of a record of the object `to`. Whether it is there for this viewer is `records`' question."""

    key = "reference"
    condition_kind: ClassVar[FieldKind] = "reference"
    takes = frozenset({"to"})

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One bigint column with a foreign key."""
        return {"": BigInteger()}

    def read(self, raw: Any, field: FieldDef) -> int:  # noqa: ANN401, ARG002
        """The id, as it is shown: bare, or inside what was shown."""
        sent = raw.get("id") if isinstance(raw, dict) else raw
        if isinstance(sent, str) and sent.isascii() and sent.isdigit() and len(sent) < len(str(_LARGEST)):
            sent = int(sent)
        if not isinstance(sent, int) or isinstance(sent, bool):
            raise Wrong("wrong_type", "This field takes the id of what it points at.", got=type_name(raw))
        if not 0 < sent < _LARGEST:
            raise Wrong("not_found", "There is no such thing to point at.")
        return sent

    def target(self, field: FieldDef) -> Target | None:
        """Records of the object `to`."""
        return Target(kind="record", object_key=field.to)

    def faults(self, field: FieldDef) -> Iterator[Fault]:
        """It has to say where it points."""
        yield from super().faults(field)
        if "to" in self.takes and field.to is None:
            yield Fault(code="points_nowhere", message="A reference needs the object it points to.")
