"""What a file is, by its content; what it may be called; and what is never taken."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from bihuan.records import file_names, file_types, pictures
from bihuan.records.file_types import FileTooDeep, WrongFileType


def picture(kind: str, size: tuple[int, int] = (16, 16), **more: object) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, kind, **more)
    return content.getvalue()


def box(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as written:
        for name, body in entries.items():
            written.writestr(name.replace("__", "/").replace("_x", "."), body)
    return content.getvalue()


XLSX = box(**{"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"})
DOCX = box(**{"word/document.xml": b"<document/>"})
PPTX = box(**{"ppt/presentation.xml": b"<presentation/>"})
EXE = b"MZ\x90\x00" + b"\0" * 200
HEIC = struct.pack(">I", 24) + b"ftypheic" + b"\0" * 40
M4A = struct.pack(">I", 24) + b"ftypM4A " + b"\0" * 40
MP4 = struct.pack(">I", 24) + b"ftypisom" + b"\0" * 40
WAV = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 30

TAKEN = [
    ("a.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"),
    ("报价.PDF", b"%PDF-1.7\n%%EOF", "application/pdf"),
    ("a.png", picture("PNG"), "image/png"),
    ("a.jpg", picture("JPEG"), "image/jpeg"),
    ("a.jpeg", picture("JPEG"), "image/jpeg"),
    ("a.webp", picture("WEBP"), "image/webp"),
    ("a.gif", picture("GIF"), "image/gif"),
    ("a.heic", HEIC, "image/heic"),
    ("a.mp3", b"ID3\x04" + b"\0" * 50, "audio/mpeg"),
    ("a.mp3", b"\xff\xfb\x90\x64" + b"\0" * 50, "audio/mpeg"),
    ("a.m4a", M4A, "audio/mp4"),
    ("a.mp4", MP4, "video/mp4"),
    ("a.wav", WAV, "audio/wav"),
    ("a.amr", b"#!AMR\n" + b"\0" * 20, "audio/amr"),
    ("a.webm", b"\x1a\x45\xdf\xa3" + b"\0" * 20, "video/webm"),
    ("a.docx", DOCX, file_types.MEDIA_TYPES["docx"]),
    ("a.xlsx", XLSX, file_types.MEDIA_TYPES["xlsx"]),
    ("a.pptx", PPTX, file_types.MEDIA_TYPES["pptx"]),
    ("a.txt", "你好".encode(), "text/plain"),
    ("a.txt", "你好".encode("utf-16"), "text/plain"),
    ("a.csv", "名称,金额\n北方,3".encode("gb18030"), "text/csv"),
]
REFUSED = [
    ("a.pdf", EXE, "exe"),
    ("a.pdf", b"<html><script>alert(1)</script>", "html"),
    ("a.pdf", picture("PNG"), "png"),
    ("a.png", b"%PDF-1.7", "pdf"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, None),
    ("a.jpg", b"\xff\xd8\xff" + b"<script>" * 10, None),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
    ("a.html", b"<!doctype html><p>x", None),
    ("a.txt", b"<script>alert(1)</script>", None),
    ("a.txt", b"  <?xml version='1.0'?><x/>", None),
    ("a.txt", b"\x7fELF\x02\x01\x01\0", None),
    ("a.exe", EXE, None),
    ("a", b"hello", None),
    ("a.pdf.exe", b"%PDF-1.7", "pdf"),
    ("a.zip", box(**{"a.txt": b"x"}), None),
    ("a.xlsx", box(**{"a.txt": b"x"}), None),
    ("a.xlsx", DOCX, "docx"),
    ("a.docx", box(**{"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), None),
    ("a.xlsx", XLSX[:60], None),
    ("a.pdf", b"", "empty"),
    ("a.php", b"<?php system('id');", None),
]


@pytest.mark.parametrize(("name", "content", "media_type"), TAKEN, ids=lambda value: str(value)[:20])
def test_a_file_that_is_what_it_says_is_taken(name: str, content: bytes, media_type: str) -> None:
    assert file_types.recognised(io.BytesIO(content), name) == media_type


@pytest.mark.parametrize(("name", "content", "found"), REFUSED, ids=lambda value: str(value)[:20])
def test_a_file_that_is_something_else_is_not(name: str, content: bytes, found: str | None) -> None:
    with pytest.raises(WrongFileType) as refused:
        file_types.recognised(io.BytesIO(content), name)
    facts = refused.value.facts()
    assert facts["claimed"] == name.lower().rpartition(".")[2] if "." in name else facts["claimed"] == ""
    assert found is None or facts["found"] == found


def bomb(unpacked: int) -> bytes:
    return box(**{"xl/workbook.xml": b"<workbook/>", "xl/sheet1.xml": b"\0" * unpacked})


def huge_png(side: int) -> bytes:
    """A few bytes that claim to be a picture of so many pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", bomb(60_000_000)),
        ("a.png", huge_png(50_000)),
        ("a.png", huge_png(6_400)),
        ("a.png", huge_png(8_000)),
    ],
    ids=["xlsx", "2,500 million pixels", "41 million pixels", "64 million pixels"],
)
def test_a_bomb_is_refused_before_it_is_opened(name: str, content: bytes) -> None:
    assert len(content) < 200_000
    with pytest.raises(FileTooDeep):
        file_types.recognised(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("报价单.pdf", "报价单.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("fdp.\u202eexe", "fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("CON", "_CON"),
        ("con.pdf", "_con.pdf"),
        ("", "file"),
        ("...", "file"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        (" a.pdf ", "a.pdf"),
    ],
)
def test_a_name_is_made_harmless(name: str, shown: str) -> None:
    assert file_names.tidy(name) == shown


@pytest.mark.parametrize(
    ("name", "inline", "header"),
    [
        ("a.pdf", False, "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"),
        ("报价.pdf", False, "attachment; filename=\"pdf\"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7.pdf"),
        ('a"; x=".pdf', True, "inline; filename=\"a__ x__.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%22.pdf"),
        ("é.png", True, "inline; filename=\"e.png\"; filename*=UTF-8''%C3%A9.png"),
    ],
)
def test_a_name_travels_in_a_header(name: str, header: str, *, inline: bool) -> None:
    made = file_names.disposition(name, inline=inline)
    assert made == header
    made.encode("latin-1")


def test_a_picture_is_drawn_anew_without_its_notes() -> None:
    exif = Image.Exif()
    exif[0x010E] = "geheim"  # a description
    exif[0x0112] = 6  # turned by a quarter
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (41.0, 48.0, 0.0)
    content = picture("JPEG", (400, 200), exif=exif, comment=b"geheim")
    assert b"geheim" in content
    drawn, media_type = pictures.redrawn(io.BytesIO(content), size=160)
    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.size, dict(image.getexif()), media_type) == ((80, 160), {}, "image/jpeg")
    assert b"geheim" not in drawn


def test_what_is_clear_stays_clear() -> None:
    content = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(content, "PNG")
    drawn, media_type = pictures.redrawn(content, size=160)
    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.mode, media_type) == ("RGBA", "image/png")


def test_a_picture_that_ends_too_early_is_refused() -> None:
    content = picture("JPEG", (600, 600))
    with pytest.raises(FileTooDeep):
        pictures.redrawn(io.BytesIO(content[: len(content) // 2]), size=160)
