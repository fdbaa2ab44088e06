"""What was expected and what was seen, line by line, printed as it comes and kept as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Line:
    """One expectation: what, what was seen, and whether it held."""

    what: str
    saw: str
    held: bool


@dataclass
class Seen:
    """All lines of one run."""

    lines: list[Line] = field(default_factory=list)

    def note(self, what: str, saw: object, *, held: bool) -> None:
        """Keep and print one line."""
        line = Line(what=what, saw=str(saw)[:600], held=held)
        self.lines.append(line)
        say(f"{'  ok ' if held else 'FAULT'}  {line.what}: {line.saw}")

    def none(self, what: str, faults: list[str]) -> None:
        """Expect that there is no fault."""
        self.note(what, "; ".join(faults) or "none", held=not faults)

    @property
    def whole(self) -> bool:
        """Whether everything held."""
        return all(line.held for line in self.lines)

    def keep(self, results: Path) -> None:
        """Write it down."""
        kept = [asdict(line) for line in self.lines]
        results.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def say(line: str) -> None:
    """One line on the terminal, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
