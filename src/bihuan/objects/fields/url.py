"""An address on the web."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Text
from sqlalchemy.types import TypeEngine

from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, Wrong, register, text_of

_LONGEST = 2000


@register
class UrlType(FieldType):
    """An http or https address; one without a scheme is taken as https. No other scheme is ever a link here."""

    key = "url"

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One text column."""
        return {"": Text()}

    def read(self, raw: Any, field: FieldDef) -> str:  # noqa: ANN401, ARG002
        """The whole address."""
        text = text_of(raw, longest=_LONGEST)
        whole = text if "://" in text else f"https://{text}"
        if any(sign.isspace() or sign in '<>"\\`' for sign in whole) or not _sound(whole):
            raise Wrong("not_a_url", "This is not an address that begins with http:// or https://.")
        return whole


def _sound(whole: str) -> bool:
    try:
        parts = urlsplit(whole)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    # "javascript:alert(1)" becomes "https://javascript:alert(1)": its port is no number, so it stops above.
    known = parts.scheme.lower() in {"http", "https"} and parts.username is None
    return known and "." in host.strip(".") and (port is None or port > 0)
