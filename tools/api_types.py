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


def main() -> None:
    """Export the API's document, make the types from it, and name the files that were behind."""
    before = {file: text(file) for file in (DOCUMENT, TYPES)}
    document = subprocess.run(["bihuan", "openapi"], check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout
    if document.decode() != before[DOCUMENT]:
        DOCUMENT.write_bytes(document)
    subprocess.run(["npm", "run", "--silent", "types"], check=True, stdout=subprocess.DEVNULL, cwd=ROOT / "web")
    if behind := [str(file.relative_to(ROOT)) for file, was in before.items() if text(file) != was]:
        sys.exit(f"These were behind the API and are now written anew; look at them and commit: {', '.join(behind)}")


if __name__ == "__main__":
    main()
