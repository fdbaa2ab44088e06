"""One line of text: names, codes, anything with a pattern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Text
from sqlalchemy.types import TypeEngine

from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Fault, FieldType, Wrong, compiled, fits, register, text_of


@register
class TextType(FieldType):
    """One line of at most 500 characters; `min` and `max` count characters, `pattern` is RE2 for the whole of it."""

    key = "text"
    takes = frozenset({"min", "max", "pattern", "unit"})
    longest = 500

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One text column."""
        return {"": Text()}

    def read(self, raw: Any, field: FieldDef) -> str:  # noqa: ANN401
        """The text without the blanks around it."""
        text = self.tidy(text_of(raw, longest=self.longest))
        if field.min is not None and len(text) < field.min:
            raise Wrong(
                "too_short", f"At least {int(field.min)} characters.", shortest=int(field.min), length=len(text)
            )
        if field.max is not None and len(text) > field.max:
            raise Wrong("too_long", f"At most {int(field.max)} characters.", longest=int(field.max), length=len(text))
        fits(text, field.pattern)
        return text

    def tidy(self, text: str) -> str:
        """One line: breaks and runs of blanks become single blanks."""
        return " ".join(text.split())

    def sought(self, value: Any) -> str | None:  # noqa: ANN401
        """The text itself."""
        return str(value)

    def faults(self, field: FieldDef) -> Iterator[Fault]:
        """Lengths within the type's own, and a pattern that RE2 reads."""
        yield from super().faults(field)
        if any(length is not None and not 0 <= length <= self.longest for length in (field.min, field.max)):
            yield Fault(code="bad_length", message=f"min and max count characters, from 0 to {self.longest}.")
        if field.pattern:
            try:
                compiled(field.pattern)
            except Wrong as wrong:
                yield Fault(code=wrong.code, message=wrong.message)
