"""Keep the typed client in step with the API: write what it should be, and fail if it was not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "web/openapi.json"
TYPES = ROOT / "web/src/lib/api.d.ts"


def text(file: Path) -> str:
    """What is in the file; nothing if it is not there."""
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def said(*command: str, cwd: Path) -> str:
    """What the command wrote; if it failed, its own complaint stands on the terminal already."""
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False, cwd=cwd)
    if done.returncode != 0:
        sys.exit(f"`{' '.join(command)}` failed")
    return done.stdout.decode()


def main() -> None:
    """Export the API's document, make the types from it, and name the files that were behind."""
    before = {file: text(file) for file in (DOCUMENT, TYPES)}
    document = said("bihuan", "openapi", cwd=ROOT)
    if document != before[DOCUMENT]:
        DOCUMENT.write_text(document, encoding="utf-8")
    said("npm", "run", "--silent", "types", cwd=ROOT / "web")
    if behind := [str(file.relative_to(ROOT)) for file, was in before.items() if text(file) != was]:
        sys.exit(f"These were behind the API and are now written anew; look at them and commit: {', '.join(behind)}")


if __name__ == "__main__":
    main()
