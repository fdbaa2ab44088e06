"""A pointer to a person of the workspace."""

from __future__ import annotations

from typing import ClassVar

from bihuan.kernel.conditions import FieldKind
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Target, register
from bihuan.objects.fields.reference import ReferenceType


@register
class MemberType(ReferenceType):
    """The id of a person."""

    key = "member"
    condition_kind: ClassVar[FieldKind] = "member"
    takes = frozenset()

    def target(self, field: FieldDef) -> Target | None:  # noqa: ARG002
        """People."""
        return Target(kind="person")
