"""A pointer to a recording."""

from __future__ import annotations

from bihuan.objects.field_types import register
from bihuan.objects.fields.file import FileType


@register
class AudioType(FileType):
    """The id of an uploaded recording; phones often wrap sound alone in a video's box."""

    key = "audio"
    accepts = ("audio/", "video/webm", "video/mp4")
