"""Facts about records that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RecordCreated(Event):
    """A record has been made."""

    object_key: str
    record_id: int


@dataclass(frozen=True, kw_only=True)
class RecordChanged(Event):
    """Some values of a record have changed."""

    object_key: str
    record_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecordAssigned(Event):
    """A record has a new owner; `cause` is what the command that did it calls itself."""

    object_key: str
    record_id: int
    owner_id: int
    cause: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordDeleted(Event):
    """A record has been taken away."""

    object_key: str
    record_id: int


@dataclass(frozen=True, kw_only=True)
class RecordMerged(Event):
    """A record has taken in others, or has come back out of one: whatever hangs on it may be other than it was."""

    object_key: str
    record_id: int
