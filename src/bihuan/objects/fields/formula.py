"""A number that follows from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.types import TypeEngine

from bihuan.objects import formulas, numbers
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Fault, Wrong, register
from bihuan.objects.fields.decimal import DecimalType


@register
class FormulaType(DecimalType):
    """Worked out from the record's own numbers whenever it is read; kept nowhere."""

    key = "formula"
    stored = False
    given = False
    takes = frozenset({"formula", "unit"})

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """None."""
        return {}

    def read(self, raw: Any, field: FieldDef) -> Any:  # noqa: ANN401, ARG002
        """Nobody sends one."""
        raise Wrong("fills_itself", "This number is worked out from others.")

    def asked(self, text: str, field: FieldDef) -> Any:  # noqa: ANN401, ARG002
        """A number."""
        return self.show(numbers.number_of(text, limit=self.limit))

    def work_out(self, values: Mapping[str, Any], field: FieldDef) -> Any:  # noqa: ANN401
        """The result for a record's values, or None where there is none."""
        return formulas.work_out(field.formula, values) if field.formula is not None else None

    def faults(self, field: FieldDef) -> Iterator[Fault]:
        """There has to be something to work out."""
        yield from super().faults(field)
        if field.formula is None:
            yield Fault(code="no_formula", message="A formula field needs its formula.")
