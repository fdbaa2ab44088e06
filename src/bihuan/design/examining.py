"""A whole document: can it be read, and does it fit together? Pure."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from bihuan.design import checking, legible
from bihuan.design.definition import Blueprint
from bihuan.design.fault import Fault, unread
from bihuan.objects import definition as objects


def examined(document: dict[str, Any]) -> tuple[Blueprint | None, list[Fault]]:
    """The blueprint a document describes, and all that keeps it from living.

    None for one that can't be read, or whose legible can't be kept: it isn't even let in as a draft.
    """
    unfit = legible.faults(document)
    if any(fault.code == legible.TOO_DEEP for fault in unfit):
        return None, unfit
    try:
        found = Blueprint.model_validate(document)
        known = objects.with_entries(found.objects, found.dictionaries)
    except ValidationError as wrong:
        return None, [*unfit, *unread(wrong, document)]
    except objects.UnknownDictionary as wrong:
        return None, [*unfit, Fault.at(("objects",), "no_such_dictionary", str(wrong))]
    except ValueError as wrong:
        return None, [*unfit, Fault.at(("objects",), "wrong", str(wrong))]
    return None if unfit else found, [*unfit, *checking.faults(found, known)]
