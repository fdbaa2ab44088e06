"""Names of files, made harmless: what people may read, and what a header may carry. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

_LONGEST = 120
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)")
_UNSAFE = re.compile(r'[<>:"/\\|?*]')


def tidy(name: str) -> str:
    """A name to show: its last part, without what turns text round or ends it, and never too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Cf holds the marks that make "exe.pdf" out of "fdp.exe"; Cc holds the ends of lines and NUL.
    kept = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    kept = _UNSAFE.sub("_", kept).strip(" .")
    path = PurePosixPath(kept or "file")
    stem, suffix = path.stem or "file", path.suffix[:12]
    if _DEVICE.fullmatch(stem):
        stem = f"_{stem}"
    return stem[: _LONGEST - len(suffix)] + suffix


def disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition of RFC 6266: an ASCII name for the old, the true one for everybody else."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", plain).strip(" .") or "file"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
