"""Who may do what with a record they can see, and which of its fields stay closed to them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bihuan.kernel.refusals import Kind, Refusal
from bihuan.objects.definition import ObjectDef
from bihuan.org.viewer import Viewer
from bihuan.records.record import Record


class FieldHidden(Refusal):
    """A question looks at a field that the viewer never sees: the answer would tell what is in it."""

    code = "field_hidden"
    kind = Kind.FORBIDDEN
    message = "You may not ask by this field."

    def __init__(self, keys: list[str]) -> None:
        """Name the fields."""
        super().__init__()
        self.keys = keys

    def facts(self) -> dict[str, object]:
        """The fields."""
        return {"fields": self.keys}


class FieldClosed(Refusal):
    """A value was sent for a field that the viewer may not change."""

    code = "field_closed"
    kind = Kind.FORBIDDEN
    message = "You may not change this field."

    def __init__(self, keys: list[str]) -> None:
        """Name the fields."""
        super().__init__()
        self.keys = keys

    def facts(self) -> dict[str, object]:
        """The fields."""
        return {"fields": self.keys}


class FieldGraded(Refusal):
    """A value was sent for a field that rules fill in."""

    code = "field_graded"
    kind = Kind.FORBIDDEN
    message = "Rules work this field out; change what they look at instead."

    def __init__(self, keys: list[str]) -> None:
        """Name the fields."""
        super().__init__()
        self.keys = keys

    def facts(self) -> dict[str, object]:
        """The fields."""
        return {"fields": self.keys}


@dataclass(frozen=True, kw_only=True)
class Can:
    """Sent to the screen with every record; the screen never works it out for itself."""

    change: bool
    delete: bool
    assign: bool


def can(viewer: Viewer, object_key: str) -> Can:
    """What may be done with a record of this object that the viewer sees."""
    return Can(
        change=viewer.may_do(object_key, "update"),
        delete=viewer.may_do(object_key, "delete"),
        assign=viewer.may("records.assign"),
    )


def lent(viewer: Viewer, record: Record) -> bool:
    """Whether the viewer sees a record only because its owner shared it with them: it is not theirs to give away."""
    return record.id in viewer.sight.shared and not viewer.sees(record.owner_pos)


def can_with(viewer: Viewer, record: Record) -> Can:
    """What may be done with this very record; of one that is lent, nothing that takes it from its owner."""
    found = can(viewer, record.object_key)
    return replace(found, delete=False, assign=False) if lent(viewer, record) else found


def may_share(viewer: Viewer, record: Record) -> bool:
    """Whether somebody may let another one work on a record: its owner, and whoever leads them and may assign."""
    return record.owner_id == viewer.person_id or (viewer.may("records.assign") and viewer.sees(record.owner_pos))


def hidden(viewer: Viewer, object_def: ObjectDef) -> frozenset[str]:
    """The fields this viewer never sees: those closed to the role, and the formulas that would tell what is in them."""
    return object_def.telling_of(viewer.hidden(object_def.key))
