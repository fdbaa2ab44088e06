"""Sample papers for a sample company: a picture of a site, a proposal, a recording, each always drawn alike."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from math import pi, sin
from struct import pack

from PIL import Image, ImageDraw

_INK, _PAPER, _STEEL, _BLUE = (26, 33, 48), (255, 255, 255), (168, 178, 192), (29, 95, 209)
_SKIES = ((214, 222, 230), (226, 220, 208), (206, 218, 214), (220, 214, 226), (232, 226, 214), (202, 212, 226))
_RATE, _SECONDS = 8000, 2
_DRAWN = datetime(2025, 1, 6, tzinfo=UTC).timetuple()  # a file's own date would make a new file of it every second


def drawn(kind: str, types: tuple[str, ...], title: str, lines: tuple[str, ...], variant: int) -> tuple[bytes, str]:
    """A file of a kind of deliverable and its extension: the same bytes for the same request."""
    if kind == "audio":
        return recording(variant), "wav"
    if kind == "photo" or (types and "pdf" not in types):
        return photo(f"{title[:18]} {variant + 1}", variant), "jpg"
    return pdf(title, [*lines, f"No. {variant + 1:02d}"]), "pdf"


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """A one-page A4 PDF with a title and lines of Latin text."""
    return _pdf(title, tuple(lines))


@cache
def _pdf(title: str, lines: tuple[str, ...]) -> bytes:
    page = Image.new("RGB", (413, 585), _PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((30, 30, 383, 33), fill=_BLUE)
    draw.text((30, 42), title, fill=_INK, font_size=16)
    for place, line in enumerate(lines):
        draw.text((30, 76 + place * 17), line, fill=_INK, font_size=10)
    _machine(draw, 206, 410, 0.5)
    kept = BytesIO()
    page.save(kept, "PDF", resolution=50.0, title=title, creationDate=_DRAWN, modDate=_DRAWN)
    return kept.getvalue()


@cache
def photo(plate: str, variant: int = 0) -> bytes:
    """A JPEG of a machine with its name plate."""
    picture = Image.new("RGB", (640, 480), _SKIES[variant % len(_SKIES)])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 350, 640, 480), fill=(140, 146, 152))
    _machine(draw, 250 + 30 * (variant % 5), 310, 0.5)
    draw.rectangle((225, 380, 415, 430), fill=(236, 236, 228), outline=_INK, width=2)
    draw.text((235, 396), plate, fill=_INK, font_size=16)
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=70)
    return kept.getvalue()


@cache
def recording(variant: int = 0) -> bytes:
    """Two seconds of a tone that comes and goes, as a WAV."""
    pitch = 180 + 25 * variant
    tones = (sin(2 * pi * pitch * tick / _RATE) * sin(pi * tick / _RATE) * 9000 for tick in range(_RATE * _SECONDS))
    kept = BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(b"".join(pack("<h", int(tone)) for tone in tones))
    return kept.getvalue()


def _machine(draw: ImageDraw.ImageDraw, x: int, y: int, size: float) -> None:
    def box(*corners: int) -> tuple[float, ...]:
        return tuple((x, y)[place % 2] + corner * size for place, corner in enumerate(corners))

    draw.rectangle(box(-260, -20, 40, 20), fill=_STEEL, outline=_INK, width=2)
    draw.ellipse(box(-90, -120, 150, 120), fill=_STEEL, outline=_INK, width=2)
    draw.ellipse(box(-10, -40, 70, 40), fill=_PAPER, outline=_INK, width=2)
    draw.rectangle(box(10, -220, 60, -110), fill=_STEEL, outline=_INK, width=2)
    draw.rectangle(box(150, -70, 280, 70), fill=_BLUE, outline=_INK, width=2)
