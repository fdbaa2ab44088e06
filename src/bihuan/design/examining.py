"""A whole document: can it be read, and does it fit together? Pure."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from bihuan.design import checking
from bihuan.design.checking import Fault
from bihuan.design.definition import Blueprint
from bihuan.objects import definition as objects


def examined(document: dict[str, Any]) -> tuple[Blueprint | None, list[Fault]]:
    """The blueprint a document describes, and all that keeps it from living. None for one that can't be read."""
    try:
        found = Blueprint.model_validate(document)
        known = objects.with_entries(found.objects, found.dictionaries)
    except ValidationError as wrong:
        return None, [
            Fault(place=".".join(str(part) for part in error["loc"]), code=error["type"], message=error["msg"])
            for error in wrong.errors(include_url=False, include_context=False, include_input=False)
        ]
    except objects.UnknownDictionary as wrong:
        return None, [Fault(place="objects", code="no_such_dictionary", message=str(wrong))]
    except ValueError as wrong:
        return None, [Fault(place="objects", code="wrong", message=str(wrong))]
    return found, checking.faults(found, known)
