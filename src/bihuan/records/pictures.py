"""Pictures as they are shown: drawn anew, so that nothing but the picture is left. No place, no camera, no script."""

from __future__ import annotations

import io
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from bihuan.records.file_types import MOST_PIXELS, FileTooDeep

_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
SIZES = (160, 480, 960, 1920)
SHOWABLE = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


def redrawn(content: IO[bytes], *, size: int) -> tuple[bytes, str]:
    """The picture no larger than `size` either way, and its media type. FileTooDeep for one that can't be drawn."""
    try:
        with Image.open(content, formats=["PNG", "JPEG", "WEBP", "GIF"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise FileTooDeep(pixels=image.width * image.height, most=MOST_PIXELS)
            image.draft("RGB", (size, size))
            upright = ImageOps.exif_transpose(image)
            clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
            drawn = upright.convert("RGBA" if clear else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, *_BOMBS) as fault:
        raise FileTooDeep(most=MOST_PIXELS) from fault
    drawn.thumbnail((size, size))
    kept, target = Image.new(drawn.mode, drawn.size), io.BytesIO()
    kept.paste(drawn)  # a new picture has none of the old one's notes
    kept.save(target, format="PNG" if clear else "JPEG", quality=82, optimize=True)
    return target.getvalue(), "image/png" if clear else "image/jpeg"
