"""A pointer to a signature."""

from __future__ import annotations

from bihuan.objects.field_types import register
from bihuan.objects.fields.file import FileType


@register
class SignatureType(FileType):
    """The id of an uploaded picture of a signature, drawn or photographed."""

    key = "signature"
    accepts = ("image/png", "image/jpeg")
