"""What the parts of two configurations are called: by their newest name, and by their key where they have none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from bihuan.design.differing import spoken
from bihuan.kernel.words import Lang

Body = dict[str, Any]


def parts(holder: Any, member: str) -> Iterator[tuple[str, Body]]:  # noqa: ANN401 - a draft may hold anything
    """The parts of a keyed list with their keys; what is no such part is passed over."""
    listed = holder.get(member) if isinstance(holder, dict) else None
    for part in listed if isinstance(listed, list | tuple) else ():
        if isinstance(part, dict) and isinstance(part.get("key"), str):
            yield part["key"], part


class Names:
    """The names of two configurations in one language."""

    def __init__(self, old: Body, new: Body, lang: Lang) -> None:
        """Look through both; where both name a part, the new name counts."""
        self.lang = lang
        self._bodies = (old, new)
        self._found: dict[tuple[str, ...], str] = {}
        self._of: dict[str, dict[str, str]] = {}
        for body in self._bodies:
            for kind in ("objects", "dictionaries", "processes", "roles", "activity_kinds", "approvals"):
                for key, part in parts(body, kind):
                    self._keep(part, kind, key)
            for key, part in parts(body, "objects"):
                self._keep_all(part, "fields", "fields", key)
                self._keep_all(part, "fields", "fields", "*")  # said of every object at once
            for key, part in parts(body, "processes"):
                self._keep_all(part, "stages", "stages", key)
                for _, stage in parts(part, "stages"):
                    self._keep_all(stage.get("gate"), "deliverables", "deliverables", key)

    def _keep_all(self, holder: Any, member: str, kind: str, inside: str) -> None:  # noqa: ANN401
        for key, part in parts(holder, member):
            self._keep(part, kind, inside, key)

    def _keep(self, part: Body, *way: str) -> None:
        said = spoken.label(part, self.lang)
        if said:
            self._found[way] = said

    def call(self, *way: Any) -> str:  # noqa: ANN401
        """What something is called: `call("stages", "sales", "demo")`."""
        said = tuple(str(step) for step in way)
        return self._found.get(said) or spoken.short(said[-1]) or "?"

    @cached_property
    def one_process(self) -> bool:
        """Whether a stage alone says which process is meant."""
        return len({key for body in self._bodies for key, _ in parts(body, "processes")}) <= 1

    def walked_by(self, object_key: str) -> str:
        """The process that the records of an object walk; empty where there is none."""
        listed = ((key, part) for body in reversed(self._bodies) for key, part in parts(body, "processes"))
        return next((key for key, part in listed if part.get("object") == object_key), "")

    def walk(self, process_key: Any) -> tuple[str, str]:  # noqa: ANN401
        """The process of this key, or the first where none is named, and whose records walk through it."""
        listed = [(key, part) for body in reversed(self._bodies) for key, part in parts(body, "processes")]
        found = next(((key, part) for key, part in listed if process_key in (None, key)), ("", {}))
        return found[0], str(found[1].get("object", ""))

    def conditions(self, object_key: str) -> Mapping[str, str]:
        """The names that a condition on this object may need, in the form `conditions.explain` takes them."""
        # There may be hundreds of conditions and thousands of fields: the names are put together once for each object.
        if object_key not in self._of:
            # A field of the object itself goes before an object of the same name.
            beginning, known = f"{object_key}.", self._everything
            own = {way.removeprefix(beginning): said for way, said in known.items() if way.startswith(beginning)}
            self._of[object_key] = {**known, **own}
        return self._of[object_key]

    @cached_property
    def _everything(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for body in self._bodies:
            entries = {key: list(parts(part, "entries")) for key, part in parts(body, "dictionaries")}
            for other, part in parts(body, "objects"):
                named = self._of_object(other, part, entries)
                found |= {f"{other}.{way}": said for way, said in named.items()}
                found[other] = self.call("objects", other)
        return found

    def _of_object(self, object_key: str, part: Body, entries: dict[str, list[tuple[str, Body]]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, field in parts(part, "fields"):
            found[key] = self.call("fields", object_key, key)
            dictionary = field.get("dictionary")
            listed = entries.get(dictionary, []) if isinstance(dictionary, str) else []
            for choice, entry in [*parts(field, "choices"), *listed]:
                found[f"{key}.{choice}"] = spoken.label(entry, self.lang) or choice
        return found
