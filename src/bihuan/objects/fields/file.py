"""A pointer to a file that was handed over."""

from __future__ import annotations

from typing import ClassVar

from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Target, register
from bihuan.objects.fields.reference import ReferenceType


@register
class FileType(ReferenceType):
    """The id of an uploaded file of any kind the product takes."""

    key = "file"
    takes = frozenset()
    sortable = False
    accepts: ClassVar[tuple[str, ...]] = ("",)  # the beginnings of the media types it takes

    def target(self, field: FieldDef) -> Target | None:  # noqa: ARG002
        """Files."""
        return Target(kind="file", accepts=self.accepts)
