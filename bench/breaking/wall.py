"""A clock on the wall that can be set, for everything that is started with it: server, workers, database."""

from __future__ import annotations

import mmap
import shutil
import struct
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bihuan.kernel import clock

SOURCE = Path(__file__).with_name("wallclock.c")


class Wall:
    """The clock on the wall. It shows the truth until it is set."""

    def __init__(self, folder: Path) -> None:
        """Build it in this folder, which the database's account must be able to enter."""
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise SystemExit("A C compiler is needed to set the clock of programs.")
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        self._library, self._kept = folder / "wallclock.so", folder / "ahead"
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", self._library, SOURCE], check=True)
        self._kept.write_bytes(bytes(8))
        self._kept.chmod(0o644)
        self._file = self._kept.open("r+b")
        self._page = mmap.mmap(self._file.fileno(), 8)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a program needs to look at this clock."""
        return {"LD_PRELOAD": str(self._library), "BREAKING_CLOCK": str(self._kept)}

    @property
    def ahead(self) -> timedelta:
        """How far the wall is ahead of the truth."""
        return timedelta(seconds=struct.unpack("<q", self._page[:8])[0])

    def now(self) -> datetime:
        """What the wall shows."""
        return clock.now() + self.ahead

    def move(self, by: timedelta) -> None:
        """Set the clock forward, or back."""
        self._set(self.ahead + by)

    def show(self, moment: datetime) -> None:
        """Set the clock to a moment."""
        self._set(moment - datetime.now(UTC))  # noqa: TID251 - the truth itself

    def _set(self, ahead: timedelta) -> None:
        self._page[:8] = struct.pack("<q", round(ahead.total_seconds()))
