"""An e-mail address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Text
from sqlalchemy.types import TypeEngine

from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, Wrong, register, text_of

_LONGEST = 254
_LONGEST_NAME = 64
_NAME = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"[\w](?:[\w-]{0,61}[\w])?")


@register
class EmailType(FieldType):
    """One e-mail address; its domain in small letters."""

    key = "email"

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One text column."""
        return {"": Text()}

    def read(self, raw: Any, field: FieldDef) -> str:  # noqa: ANN401, ARG002
        """The address."""
        text = text_of(raw, longest=_LONGEST)
        name, at, domain = text.rpartition("@")
        labels = domain.lower().split(".")
        sound = at and len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) and len(labels) > 1
        if not sound or not all(_LABEL.fullmatch(label) for label in labels):
            raise Wrong("not_an_email", "This is not an e-mail address.")
        return f"{name}@{'.'.join(labels)}"

    def sought(self, value: Any) -> str | None:  # noqa: ANN401
        """The address itself."""
        return str(value)
