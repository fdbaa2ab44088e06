"""Sample papers for a sample company: a picture of a site, a proposal, a quotation, each drawn fresh."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

_INK, _PAPER, _STEEL, _BLUE = (26, 33, 48), (255, 255, 255), (168, 178, 192), (29, 95, 209)


def pdf(title: str, lines: list[str]) -> bytes:
    """A one-page A4 PDF with a title and lines of Latin text."""
    page = Image.new("RGB", (826, 1169), _PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((60, 60, 766, 66), fill=_BLUE)
    draw.text((60, 84), title, fill=_INK, font_size=30)
    for place, line in enumerate(lines):
        draw.text((60, 150 + place * 34), line, fill=_INK, font_size=18)
    _pump(draw, 413, 820)
    kept = BytesIO()
    page.save(kept, "PDF", resolution=100.0, title=title)
    return kept.getvalue()


def photo(plate: str) -> bytes:
    """A JPEG of a pump with its name plate."""
    picture = Image.new("RGB", (1280, 960), (214, 222, 230))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 700, 1280, 960), fill=(140, 146, 152))
    _pump(draw, 640, 620)
    draw.rectangle((470, 760, 810, 860), fill=(236, 236, 228), outline=_INK, width=4)
    draw.text((490, 790), plate, fill=_INK, font_size=32)
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=82)
    return kept.getvalue()


def _pump(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rectangle((x - 260, y - 20, x + 40, y + 20), fill=_STEEL, outline=_INK, width=3)
    draw.ellipse((x - 90, y - 120, x + 150, y + 120), fill=_STEEL, outline=_INK, width=4)
    draw.ellipse((x - 10, y - 40, x + 70, y + 40), fill=_PAPER, outline=_INK, width=4)
    draw.rectangle((x + 10, y - 220, x + 60, y - 110), fill=_STEEL, outline=_INK, width=3)
    draw.rectangle((x + 150, y - 70, x + 280, y + 70), fill=_BLUE, outline=_INK, width=3)
