"""Makes the packs' sample files from `tools/samples`: papers and pictures from HTML, workbooks from tables.

`python tools/samples.py [folder]` needs a Chromium and Chinese fonts, which is why what it makes is kept in the packs.
With a folder that holds `NotoSansSC_400Regular.ttf` and `NotoSansSC_700Bold.ttf` papers are a third as large: outlines
of TrueType are kept as they are, those of other fonts glyph by glyph.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]
from playwright.sync_api import FloatRect, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SOURCES, PACKS = ROOT / "tools" / "samples", ROOT / "src" / "bihuan" / "packs"
PICTURE: FloatRect = {"x": 0, "y": 0, "width": 900, "height": 1200}
WIDTHS = (34, 30, 22, 16, 16, 12, 14, 14)


FACES = {400: "NotoSansSC_400Regular.ttf", 700: "NotoSansSC_700Bold.ttf"}


def main() -> int:
    """Make every sample anew."""
    fonts = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 900, "height": 1200})
        for source in sorted(SOURCES.glob("*/*")):
            made = PACKS / source.parent.name / "samples" / source.stem
            made.parent.mkdir(exist_ok=True)
            if made.suffix == ".xlsx":
                workbook(source, made)
            else:
                page.goto(source.as_uri())
                if fonts is not None:
                    page.add_style_tag(content=faces(fonts))
                printed(page, made)
            print(f"{made.relative_to(PACKS)}  {made.stat().st_size // 1024 + 1} KiB")
        browser.close()
    return 0


def faces(folder: Path) -> str:
    """The style that takes the fonts of this folder."""
    told = (
        f"@font-face {{ font-family: Paper; font-weight: {weight}; src: url('{(folder / name).as_uri()}'); }}"
        for weight, name in FACES.items()
    )
    return "\n".join([*told, "body, svg { font-family: Paper, sans-serif; }"])


def printed(page: Page, made: Path) -> None:
    """A paper as PDF, or a picture as JPEG."""
    page.evaluate("document.fonts.ready")
    if made.suffix == ".pdf":
        page.pdf(path=made, prefer_css_page_size=True, print_background=True, tagged=False)
    else:
        page.screenshot(path=made, type="jpeg", quality=62, clip=PICTURE)


def workbook(source: Path, made: Path) -> None:
    """A table as a workbook: its first line a title, the lines that begin with a number or its heading in boxes."""
    with xlsxwriter.Workbook(made) as book, source.open(encoding="utf-8", newline="") as lines:
        sheet = book.add_worksheet(source.name.split("样例", maxsplit=1)[0])
        title = book.add_format({"bold": True, "font_size": 16})
        head = book.add_format({"bold": True, "bg_color": "#EEF3FB", "border": 1})
        cell = book.add_format({"border": 1, "num_format": "#,##0"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for number, row in enumerate(csv.reader(lines)):
            boxed = bool(row) and (row[0].isdigit() or row[0].startswith("合计"))
            style = title if number == 0 else head if row and row[0].startswith("序号") else cell if boxed else None
            for column, value in enumerate(row):
                sheet.write(number, column, int(value) if value.isdigit() else value, style)


if __name__ == "__main__":
    sys.exit(main())
