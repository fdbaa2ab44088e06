"""A handed-in file as a customer leafs through it: page by page, as pictures that any phone can show. Pure."""

from __future__ import annotations

import io
import threading

import pypdfium2  # type: ignore[import-untyped]  # it brings no types

from bihuan.kernel.refusals import NotFound
from bihuan.records import pictures

PDF = "application/pdf"
MOST_PAGES, WIDEST, TALLEST = 50, 1600, 4000
LARGEST_SCALE = 3.0
# PDFium keeps state of its own and must never be entered twice at once.
_one_at_a_time = threading.Lock()


def page_count(content: bytes, media_type: str) -> int:
    """How many pages can be shown; none for a file that can only be downloaded."""
    if media_type in pictures.SHOWABLE:
        return 1
    if media_type != PDF:
        return 0
    try:
        with _one_at_a_time, pypdfium2.PdfDocument(content) as document:
            return min(len(document), MOST_PAGES)
    except pypdfium2.PdfiumError:  # broken, or locked with a password: whoever has that may download it
        return 0


def picture(content: bytes, media_type: str, number: int) -> tuple[bytes, str]:
    """One page, counted from 1, and its media type. NotFound for a page that can't be shown."""
    if media_type in pictures.SHOWABLE and number == 1:
        return pictures.redrawn(io.BytesIO(content), size=WIDEST)
    if media_type != PDF or not 1 <= number <= MOST_PAGES:
        raise NotFound
    try:
        with _one_at_a_time, pypdfium2.PdfDocument(content) as document:
            if number > len(document):
                raise NotFound
            return _drawn(document[number - 1]), "image/png"
    except pypdfium2.PdfiumError as fault:
        raise NotFound from fault


def _drawn(page: pypdfium2.PdfPage) -> bytes:
    """The page as PNG: wide enough to be read on a phone, never larger than a poster would need."""
    width, height = page.get_size()
    # PDFium rounds up: one pixel less, so that the limits hold.
    scale = min((WIDEST - 1) / max(width, 1), (TALLEST - 1) / max(height, 1), LARGEST_SCALE)
    target = io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(target, format="PNG")
    return target.getvalue()
