"""A pointer to a team of the workspace."""

from __future__ import annotations

from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Target, register
from bihuan.objects.fields.reference import ReferenceType


@register
class TeamType(ReferenceType):
    """The id of a team."""

    key = "team"
    takes = frozenset()

    def target(self, field: FieldDef) -> Target | None:  # noqa: ARG002
        """Teams."""
        return Target(kind="team")
