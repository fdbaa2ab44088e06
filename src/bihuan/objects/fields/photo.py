"""A pointer to a picture."""

from __future__ import annotations

from bihuan.objects.field_types import register
from bihuan.objects.fields.file import FileType


@register
class PhotoType(FileType):
    """The id of an uploaded picture."""

    key = "photo"
    accepts = ("image/",)
