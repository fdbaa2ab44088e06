"""What a file really is, by its content. A name may say what it likes.

Each type is a check of the first bytes, sometimes of the whole; a file that fits none of them is not taken.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import IO

import puremagic
from PIL import Image, UnidentifiedImageError

from bihuan.kernel.refusals import Kind, Refusal

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "heic": "image/heic",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "amr": "audio/amr",
    "ogg": "audio/ogg",
    "webm": "video/webm",
    "mp4": "video/mp4",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
}
_HEAD = 4096
MOST_PIXELS = 40_000_000
_UNPACKED, _RATIO, _ENTRIES = 300 * 1024 * 1024, 200, 10_000
_PICTURES = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg", "WEBP": "webp", "GIF": "gif"}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class WrongFileType(Refusal):
    """The content is not what the name says, or nothing the product takes."""

    code = "wrong_file_type"
    kind = Kind.INVALID
    message = "The content of this file is not what its name says, or of a kind that is not taken."

    def __init__(self, *, claimed: str, found: str) -> None:
        """Say what the name claims and what was found."""
        super().__init__()
        self.claimed, self.found = claimed, found

    def facts(self) -> dict[str, object]:
        """Both, and what would be taken."""
        return {"claimed": self.claimed, "found": self.found, "taken": sorted(MEDIA_TYPES)}


class FileTooDeep(Refusal):
    """A file that would fill the memory once it is opened: a bomb, or nothing anybody needs."""

    code = "file_too_deep"
    kind = Kind.TOO_LARGE
    message = "Opened, this file would be far larger than it looks. It is not taken."

    def __init__(self, **facts: object) -> None:
        """Say what was found and what is the most."""
        super().__init__()
        self._facts = facts

    def facts(self) -> dict[str, object]:
        """What was found and what is the most."""
        return self._facts


def recognised(content: IO[bytes], name: str) -> str:
    """The media type of a content that is what its name says. WrongFileType or FileTooDeep for any other."""
    claimed = PurePosixPath(name).suffix.lower().removeprefix(".")
    content.seek(0)
    head = content.read(_HEAD)
    found = next((kind for kind, is_it in _SIGNS if is_it(head, content)), None)
    if found is None:
        raise WrongFileType(claimed=claimed, found=_guess(head))
    if claimed not in _NAMES[found]:
        raise WrongFileType(claimed=claimed, found=found)
    content.seek(0)
    return MEDIA_TYPES["csv" if claimed == "csv" else found]


def _guess(head: bytes) -> str:
    """A name for what nobody takes, for the sentence alone."""
    if not head:
        return "empty"
    try:
        guessed = puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        return "unknown"
    return guessed.lstrip(".") or "unknown"


def _begins(*signs: bytes) -> Callable[[bytes, IO[bytes]], bool]:
    return lambda head, _content: head.startswith(signs)


def _picture(head: bytes, content: IO[bytes]) -> str | None:
    """The kind of a picture that opens, and isn't larger than any camera's."""
    content.seek(0)
    try:
        with Image.open(content, formats=["PNG", "JPEG", "WEBP", "GIF"]) as image:
            width, height = image.size
            kind = _PICTURES[image.format or ""]
            if width * height > MOST_PIXELS:
                raise FileTooDeep(pixels=width * height, most=MOST_PIXELS)
            image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise FileTooDeep(most=MOST_PIXELS) from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError):
        return None
    return kind if head else None


def _picture_of(kind: str, *signs: bytes) -> Callable[[bytes, IO[bytes]], bool]:
    return lambda head, content: head.startswith(signs) and _picture(head, content) == kind


def _boxed(*brands: bytes) -> Callable[[bytes, IO[bytes]], bool]:
    """ISO media: the second four bytes say so, the next four say which."""
    return lambda head, _content: head[4:8] == b"ftyp" and head[8:12] in brands


def _riff(kind: bytes) -> Callable[[bytes, IO[bytes]], bool]:
    return lambda head, _content: head[:4] == b"RIFF" and head[8:12] == kind


def _webp(head: bytes, content: IO[bytes]) -> bool:
    return _riff(b"WEBP")(head, content) and _picture(head, content) == "webp"


def _mp3(head: bytes, _content: IO[bytes]) -> bool:
    return head.startswith(b"ID3") or bool(re.match(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]", head))


def _office(part: str) -> Callable[[bytes, IO[bytes]], bool]:
    def is_it(head: bytes, content: IO[bytes]) -> bool:
        return head.startswith(b"PK\x03\x04") and part in _entries(content)

    return is_it


def _entries(content: IO[bytes]) -> set[str]:
    """The names inside a zip whose declared sizes are those of a document, not of a bomb. Nothing is unpacked."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as box:
            entries = box.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > _ENTRIES or unpacked > _UNPACKED or unpacked > _RATIO * max(packed, 4096):
        raise FileTooDeep(unpacked=unpacked, packed=packed, most=_UNPACKED, entries=len(entries))
    # A macro is a program; a document that needs one is not taken.
    return (
        set() if any(entry.filename.endswith("vbaProject.bin") for entry in entries) else {e.filename for e in entries}
    )


def _plain(head: bytes, content: IO[bytes]) -> bool:
    """Text in UTF-8, UTF-16 with its mark, or GB18030, and no markup that a browser would run."""
    if not head or re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!|\?|html|svg|script|body|head)", head, re.IGNORECASE):
        return False
    content.seek(0)
    whole = content.read()
    encodings = ("utf-16",) if whole.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "gb18030")
    return any(_decodes(whole, encoding) for encoding in encodings)


def _decodes(whole: bytes, encoding: str) -> bool:
    try:
        text = whole.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)


_SIGNS: tuple[tuple[str, Callable[[bytes, IO[bytes]], bool]], ...] = (
    ("pdf", _begins(b"%PDF-")),
    ("png", _picture_of("png", b"\x89PNG\r\n\x1a\n")),
    ("jpg", _picture_of("jpg", b"\xff\xd8\xff")),
    ("gif", _picture_of("gif", b"GIF87a", b"GIF89a")),
    ("webp", _webp),
    ("heic", _boxed(b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc")),
    ("m4a", _boxed(b"M4A ", b"M4B ")),
    (
        "mp4",
        _boxed(
            b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"3gp4", b"3gp5", b"qt  "
        ),
    ),
    ("webm", _begins(b"\x1a\x45\xdf\xa3")),
    ("wav", _riff(b"WAVE")),
    ("amr", _begins(b"#!AMR")),
    ("ogg", _begins(b"OggS")),
    ("mp3", _mp3),
    ("docx", _office("word/document.xml")),
    ("xlsx", _office("xl/workbook.xml")),
    ("pptx", _office("ppt/presentation.xml")),
    ("txt", _plain),
)
# What each may be called. Phones call the same box m4a and mp4, and recorders put sound into webm and ogg.
_NAMES: Mapping[str, frozenset[str]] = {
    kind: frozenset(names)
    for kind, names in {
        "pdf": ["pdf"],
        "png": ["png"],
        "jpg": ["jpg", "jpeg", "jpe", "jfif"],
        "gif": ["gif"],
        "webp": ["webp"],
        "heic": ["heic", "heif"],
        "m4a": ["m4a", "m4b", "mp4"],
        "mp4": ["mp4", "m4a", "m4v", "mov", "3gp"],
        "webm": ["webm", "weba"],
        "wav": ["wav"],
        "amr": ["amr"],
        "ogg": ["ogg", "oga", "opus"],
        "mp3": ["mp3"],
        "docx": ["docx"],
        "xlsx": ["xlsx"],
        "pptx": ["pptx"],
        "txt": ["txt", "csv", "md", "log"],
    }.items()
}
