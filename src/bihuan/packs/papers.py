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
_GOODS = ((46, 156, 108), (240, 160, 140), (217, 177, 59), (124, 138, 153), (178, 59, 46), (107, 143, 113))
_RATE, _SECONDS = 8000, 2
_DRAWN = datetime(2025, 1, 6, tzinfo=UTC).timetuple()  # a file's own date would make a new file of it every second


def drawn(
    kind: str, types: tuple[str, ...], title: str, lines: tuple[str, ...], variant: int, shows: str = "machine"
) -> tuple[bytes, str]:
    """A file of a kind of deliverable and its extension: the same bytes for the same request."""
    if kind == "audio":
        return recording(variant), "wav"
    if kind == "photo" or (types and "pdf" not in types):
        return photo(f"{title[:18]} {variant + 1}", variant, shows), "jpg"
    return pdf(title, [*lines, f"No. {variant + 1:02d}"], shows), "pdf"


def pdf(title: str, lines: Sequence[str], shows: str = "machine") -> bytes:
    """A one-page A4 PDF with a title and lines of Latin text."""
    return _pdf(title, tuple(lines), shows)


@cache
def _pdf(title: str, lines: tuple[str, ...], shows: str) -> bytes:
    page = Image.new("RGB", (413, 585), _PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((30, 30, 383, 33), fill=_BLUE)
    draw.text((30, 42), title, fill=_INK, font_size=16)
    for place, line in enumerate(lines):
        draw.text((30, 76 + place * 17), line, fill=_INK, font_size=10)
    if shows == "machine":
        _machine(draw, 206, 410, 0.5)
    else:
        draw.line((230, 540, 380, 540), fill=_INK, width=2)
        draw.ellipse((270, 450, 350, 530), outline=(200, 40, 30), width=4)
    kept = BytesIO()
    page.save(kept, "PDF", resolution=50.0, title=title, creationDate=_DRAWN, modDate=_DRAWN)
    return kept.getvalue()


@cache
def photo(plate: str, variant: int = 0, shows: str = "machine") -> bytes:
    """A JPEG of a machine with its name plate; or of a shop, a shelf, a room, a sheet of paper."""
    picture = Image.new("RGB", (640, 480), _SKIES[variant % len(_SKIES)])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 350, 640, 480), fill=(140, 146, 152))
    _SCENES[shows](draw, variant)
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


def _site(draw: ImageDraw.ImageDraw, variant: int) -> None:
    _machine(draw, 250 + 30 * (variant % 5), 310, 0.5)


def _front(draw: ImageDraw.ImageDraw, variant: int) -> None:
    """A shop from across the street."""
    colour = _GOODS[variant % len(_GOODS)]
    draw.rectangle((110, 110, 530, 370), fill=(216, 210, 198), outline=_INK, width=2)
    draw.rectangle((95, 90, 545, 150), fill=colour, outline=_INK, width=2)
    draw.rectangle((140, 180, 290, 340), fill=(169, 196, 216), outline=_INK, width=2)
    draw.rectangle((330, 180, 410, 370), fill=(127, 155, 179), outline=_INK, width=2)
    draw.rectangle((440, 180, 505, 340), fill=(169, 196, 216), outline=_INK, width=2)


def _shelf(draw: ImageDraw.ImageDraw, variant: int) -> None:
    """Goods on three boards, ours in the middle."""
    draw.rectangle((60, 20, 580, 370), fill=(232, 228, 218), outline=_INK, width=2)
    for row, floor in enumerate((130, 240, 350)):
        draw.rectangle((60, floor, 580, floor + 12), fill=(140, 132, 115))
        for place in range(11):
            ours = row == 1 and place in range(3, 8 + variant % 2)
            colour = _GOODS[variant % 2] if ours else _GOODS[2 + (place // 4 + row + variant) % 4]
            draw.rectangle((72 + place * 46, floor - 78, 106 + place * 46, floor), fill=colour, outline=_PAPER)
    draw.rectangle((200, 254, 400, 276), fill=(255, 239, 156), outline=_INK)


def _room(draw: ImageDraw.ImageDraw, variant: int) -> None:
    """A room with cupboards along a wall."""
    draw.rectangle((0, 0, 640, 350), fill=(243, 237, 226))
    wood = ((247, 243, 234), (230, 214, 186), (216, 220, 222))[variant % 3]
    for place in range(4):
        draw.rectangle((70 + place * 92, 50, 162 + place * 92, 350), fill=wood, outline=(150, 138, 118), width=3)
        draw.line((152 + place * 92, 180, 152 + place * 92, 220), fill=_INK, width=3)
    draw.rectangle((470, 80, 600, 230), fill=(188, 215, 234), outline=_PAPER, width=8)
    draw.rectangle((455, 270, 615, 284), fill=(176, 138, 91))


def _sheet(draw: ImageDraw.ImageDraw, variant: int) -> None:
    """A sheet of paper on a table, written on and signed."""
    draw.rectangle((170, 30, 470, 370), fill=(253, 252, 247), outline=(184, 180, 168), width=2)
    for line in range(8):
        draw.line((200, 80 + line * 26, 430 - 17 * ((line + variant) % 4), 80 + line * 26), fill=_STEEL, width=5)
    draw.ellipse((370, 285, 445, 360), outline=(200, 40, 30), width=5)


_SCENES = {"machine": _site, "front": _front, "shelf": _shelf, "room": _room, "sheet": _sheet}


def _machine(draw: ImageDraw.ImageDraw, x: int, y: int, size: float) -> None:
    def box(*corners: int) -> tuple[float, ...]:
        return tuple((x, y)[place % 2] + corner * size for place, corner in enumerate(corners))

    draw.rectangle(box(-260, -20, 40, 20), fill=_STEEL, outline=_INK, width=2)
    draw.ellipse(box(-90, -120, 150, 120), fill=_STEEL, outline=_INK, width=2)
    draw.ellipse(box(-10, -40, 70, 40), fill=_PAPER, outline=_INK, width=2)
    draw.rectangle(box(10, -220, 60, -110), fill=_STEEL, outline=_INK, width=2)
    draw.rectangle(box(150, -70, 280, 70), fill=_BLUE, outline=_INK, width=2)
