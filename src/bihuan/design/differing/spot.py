"""Where in the document one is, and what it is called there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bihuan.design.differing.naming import Names
from bihuan.kernel.words import Lang


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place: the way to it, the names that lead there, and whose fields and stages are meant by bare keys."""

    names: Names
    way: tuple[str, ...] = ()
    crumbs: tuple[str, ...] = ()
    object_key: str = ""
    process_key: str = ""
    field_key: str = ""

    @property
    def lang(self) -> Lang:
        """The language spoken."""
        return self.names.lang

    @property
    def place(self) -> str:
        """The way with dots."""
        return ".".join(self.way)

    def either(self, zh: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return zh if self.lang == "zh" else en

    def to(self, *steps: str) -> Spot:
        """A place below this one that belongs to the same thing."""
        return replace(self, way=(*self.way, *steps))

    def named(self, crumb: str) -> Spot:
        """The same place, as a thing with a name of its own."""
        return replace(self, crumbs=(*self.crumbs, crumb))

    def beneath(self, name: str) -> str:
        """Something by its name, after the names that lead to it."""
        return " · ".join((*self.crumbs, name))

    def sentence(self, said: str) -> str:
        """What is said of this place."""
        if not self.crumbs:
            return said
        return " · ".join(self.crumbs) + self.either("：", ": ") + said
