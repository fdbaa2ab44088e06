"""What the checks want to know of the workspace: objects, processes, people, and what records are there. A port."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from bihuan.importer.table import folded
from bihuan.objects.definition import ObjectDef
from bihuan.process.definition import Process


@dataclass(frozen=True)
class Pending:
    """Something that this import will make: it has no id yet, only its name."""

    object_key: str
    name: str


Known = int | Pending


@dataclass
class Directory:
    """Names and what they stand for. A name that stands for several things stands for none."""

    _found: dict[str, list[Known]] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)

    def add(self, name: object, known: Known) -> None:
        """One more name."""
        if name is None or not str(name).strip():
            return
        key = folded(name)
        stands_for = self._found.setdefault(key, [])
        if known not in stands_for:
            stands_for.append(known)
        self._written.setdefault(key, str(name))

    def find(self, name: object) -> list[Known]:
        """All that this name may stand for."""
        return self._found.get(folded(name), [])

    def words(self) -> Iterable[str]:
        """All names as they are written."""
        return self._written.values()

    def __len__(self) -> int:
        """How many names."""
        return len(self._found)


class World(Protocol):
    """The workspace as one person sees it who brings data in."""

    zone: ZoneInfo
    importer_id: int

    def objects(self) -> Mapping[str, ObjectDef]:
        """All objects by key."""

    def process_for(self, object_key: str) -> Process | None:
        """The process that records of this object go through."""

    def roles(self) -> frozenset[str]:
        """The keys of all roles."""

    def closed_fields(self, object_key: str) -> frozenset[str]:
        """Fields that this person may not write."""

    def records(self, object_key: str, names: Iterable[str]) -> Directory:
        """The records that go by these names, and others to suggest."""

    def people(self) -> Directory:
        """Everybody active, by name, login and e-mail."""

    def teams(self) -> Directory:
        """All teams by name."""

    def logins(self) -> frozenset[str]:
        """Every login in use, those of people who left too."""

    def present(
        self, object_key: str, key: tuple[str, ...], values: Iterable[tuple[object, ...]]
    ) -> set[tuple[object, ...]]:
        """Which of these values are there already in these fields."""
