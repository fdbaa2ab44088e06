"""Every file is read by what it is: good ones whatever the encoding, bad ones refused in words with facts."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.importer import reading, unreadable, workbook
from bihuan.importer.unreadable import UnreadableFile

CHINESE = "名称,金额,日期\r\n甲公司,12.5万,2026-03-01\r\n乙公司,３０００,2026年3月2日\r\n"


def sheet(*rows: tuple[object, ...], merges: tuple[str, ...] = (), dates: bool = False) -> bytes:
    """A workbook with one sheet."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet("数据")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            else:
                page.write(number, column, cell)
    for place in merges:
        page.merge_range(place, rows[0][0] if place.startswith("A1") else "合并")
    assert dates in {True, False}
    book.close()
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf-8", CHINESE.encode()),
        ("utf-8 with a mark", CHINESE.encode("utf-8-sig")),
        ("gb18030", CHINESE.encode("gb18030")),
        ("utf-16 with a mark", CHINESE.encode("utf-16")),
        ("utf-16-le without", CHINESE.encode("utf-16-le")),
        ("utf-16-be without", CHINESE.encode("utf-16-be")),
        ("unix lines", CHINESE.replace("\r\n", "\n").encode("gb18030")),
        ("semicolons", CHINESE.replace(",", ";").encode()),
        ("tabs", CHINESE.replace(",", "\t").encode()),
        ("told separator", ("sep=;\r\n" + CHINESE.replace(",", ";")).encode()),
        ("no last line end", CHINESE.rstrip().encode()),
    ],
)
def test_one_table_however_it_was_saved(name: str, content: bytes) -> None:
    found = reading.read(content, name=f"{name}.csv")
    assert found.headers == ("名称", "金额", "日期")
    assert found.rows == [["甲公司", "12.5万", "2026-03-01"], ["乙公司", "３０００", "2026年3月2日"]]


def test_quoted_cells_hold_separators_quotes_and_lines() -> None:
    found = reading.read(b'a,b\n"x, ""y""","1\n2"\nz,3\n', name="q.csv")
    assert found.rows == [['x, "y"', "1\n2"], ["z", "3"]]


def test_a_title_above_the_headings_and_blank_rows_are_passed_over_and_counted() -> None:
    found = reading.read("客户一览表,,\n名称,电话,城市\n甲,1,北京\n,,\n乙,2,上海\n".encode(), name="t.csv")
    assert (found.headers, found.above, found.blank, found.numbers) == (("名称", "电话", "城市"), 1, 1, [3, 5])


def test_merged_cells_stand_for_each_of_their_rows() -> None:
    content = sheet(("大区", "名称"), ("", "甲"), ("", "乙"), ("", "丙"), merges=("A2:A4",))
    assert reading.read(content, name="m.xlsx").rows == [["合并", "甲"], ["合并", "乙"], ["合并", "丙"]]


def test_a_workbook_keeps_its_types_and_its_formulas_stay_what_they_were_saved_as() -> None:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["名称", "金额", "日期", "算式", "文字"])
    page.write_row(1, 0, ["甲", 12.5])
    page.write_datetime(1, 2, datetime(2026, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    page.write_formula(1, 3, '=WEBSERVICE("http://127.0.0.1/")', value="saved")
    page.write_string(1, 4, "=1+1")
    book.close()
    (row,) = reading.read(packed.getvalue(), name="f.xlsx").rows
    assert row == ["甲", 12.5, date(2026, 3, 1), "saved", "=1+1"]


def test_a_workbook_is_known_by_its_content_whatever_its_name_says() -> None:
    assert reading.read(sheet(("名称", "金额"), ("甲", 1)), name="really.csv").rows == [["甲", 1]]


def exe() -> bytes:
    return (
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200) + b"This program cannot be run in DOS mode."
    )


def bomb(*, lies: bool = False) -> bytes:
    """A workbook of a few hundred kilobytes that unpacks to 300 MiB; with `lies`, it says it is small."""
    packed = io.BytesIO()
    cell = b'<c r="A1" t="inlineStr"><is><t>'
    body = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        with zipfile.ZipFile(io.BytesIO(sheet(("a", "b"), (1, 2)))) as plain:
            for part in plain.namelist():
                if part != "xl/worksheets/sheet1.xml":
                    book.writestr(part, plain.read(part))
        with book.open("xl/worksheets/sheet1.xml", "w") as page:
            page.write(body + cell)
            for _ in range(300):
                page.write(b"A" * 1024 * 1024)
            page.write(b"</t></is></c></row></sheetData></worksheet>")
    content = packed.getvalue()
    if lies:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            real = book.getinfo("xl/worksheets/sheet1.xml").file_size
        content = content.replace(struct.pack("<I", real), struct.pack("<I", 5_000))
    return content


def many_cells(last: str) -> bytes:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    page = book.add_worksheet()
    page.write("A1", "a")
    page.write(last, "z")
    book.close()
    return packed.getvalue()


BAD: dict[str, tuple[bytes, str, dict[str, object]]] = {
    "nothing at all": (b"", "empty_file", {}),
    "nothing but blanks": (b"\xef\xbb\xbf \r\n\r\n", "empty_file", {}),
    "commas alone": (b",,,\n,,,\n", "empty_file", {}),
    "no headings": (b"1,2,3\n4,5,6\n", "no_header", {"row": 1}),
    "days for headings": ("2026-03-01,2026年3月2日\na,b\n".encode(), "no_header", {}),
    "headings alone": ("名称,电话\n".encode(), "no_rows", {"headers": ["名称", "电话"]}),
    "two columns of one name": (
        "名称,电话, 名称 ,电话\na,b,c,d\n".encode(),
        "duplicate_headers",
        {"headers": [{"header": "名称", "columns": [1, 3]}, {"header": "电话", "columns": [2, 4]}]},
    ),
    "a program": (exe(), "not_a_table", {"looks_like": "program"}),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "not_a_table", {"looks_like": "pdf"}),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "not_a_table", {"looks_like": "picture"}),
    "a web page called xls": (
        b"<html><table><tr><td>a</td></tr></table></html>",
        "not_a_table",
        {"looks_like": "web page"},
    ),
    "any archive": (b"", "not_a_table", {"looks_like": "archive"}),
    "random bytes": (bytes(range(256)) * 40, "not_a_table", {"looks_like": "binary"}),
    "no known encoding": ("名称,a\n甲,1\n".encode() + b"\xff\xfe\xfa\x80\x80", "unreadable_text", {}),
    "a quotation mark that never closes": (b'a,b\n"x,1\ny,2\n', "unclosed_quote", {"separator": ","}),
    "a letter": (("尊敬的客户：" + "感谢您长期以来的支持" * 10 + "\n此致\n敬礼\n").encode(), "not_a_table", {}),
    "201 columns": (
        (",".join(f"c{n}" for n in range(201)) + "\n1\n").encode(),
        "table_too_large",
        {"most_columns": 200},
    ),
    "200,001 rows": (b"a,b\n" + b"1,x\n" * 200_001, "table_too_large", {"most_rows": 200_000}),
    "a broken workbook": (b"PK\x03\x04" + bytes(500), "broken_workbook", {}),
    "a broken old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken_workbook", {}),
}


def _archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("letter.txt", "hello")
    return packed.getvalue()


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_code_sentence_and_facts(what: str) -> None:
    content, code, facts = BAD[what]
    with pytest.raises(UnreadableFile) as refused:
        reading.read(content or (_archive() if what == "any archive" else b""), name="x.csv")
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert facts.items() <= refused.value.facts().items()


def test_more_bytes_than_an_import_takes_are_refused_before_they_are_read() -> None:
    with pytest.raises(unreadable.TableTooLarge) as refused:
        reading.read(b"a,b\n" + b"x" * reading.MOST_BYTES, name="big.csv")
    assert refused.value.facts()["most_bytes"] == reading.MOST_BYTES


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    with pytest.raises(unreadable.UnpacksTooLarge) as refused:
        reading.read(bomb(), name="bomb.xlsx")
    facts = refused.value.facts()
    assert facts["unpacked_bytes"] > 300_000_000  # type: ignore[operator]
    assert facts["ratio"] > workbook.MOST_RATIO  # type: ignore[operator]


def test_a_bomb_that_lies_about_its_size_ends_with_its_reader() -> None:
    with pytest.raises((unreadable.UnpacksTooLarge, unreadable.BrokenWorkbook)):
        reading.read(bomb(lies=True), name="bomb.xlsx")


def test_one_cell_at_the_far_corner_does_not_fill_the_memory() -> None:
    with pytest.raises((unreadable.TableTooLarge, unreadable.UnpacksTooLarge)):
        reading.read(many_cells("XFD1048576"), name="corner.xlsx")


def test_a_workbook_of_many_entities_is_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        with zipfile.ZipFile(io.BytesIO(sheet(("a", "b"), (1, 2)))) as plain:
            for part in plain.namelist():
                if part != "xl/sharedStrings.xml":
                    book.writestr(part, plain.read(part))
        book.writestr("xl/sharedStrings.xml", laughs + b"]><sst><si><t>&j;</t></si></sst>")
    with pytest.raises(UnreadableFile):
        reading.read(packed.getvalue(), name="laughs.xlsx")


def test_the_named_sheet_is_read_and_a_sheet_that_is_not_there_is_refused() -> None:
    content = sheet(("名称", "金额"), ("甲", 1))
    assert reading.read(content, name="s.xlsx", sheet="数据").rows == [["甲", 1]]
    with pytest.raises(unreadable.NoSuchSheet) as refused:
        reading.read(content, name="s.xlsx", sheet="没有")
    assert refused.value.facts() == {"sheets": ["数据"]}


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff"), max_size=12)
_HEADING = st.from_regex(r"[A-Za-z名称金额]{1,8}", fullmatch=True)


@settings(max_examples=150, deadline=None)
@given(
    headers=st.lists(_HEADING, min_size=2, max_size=6, unique_by=lambda text: text.casefold()),
    data=st.data(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_whatever_is_written_as_csv_is_read_back(
    headers: list[str], data: st.DataObject, encoding: str, separator: str
) -> None:
    cell = _TEXT.filter(lambda text: text.strip() == text and not set(text) & set(',;\t|"'))
    rows = data.draw(st.lists(st.lists(cell, min_size=len(headers), max_size=len(headers)), min_size=1, max_size=8))
    rows = [row for row in rows if any(row)] or [["x"] * len(headers)]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([headers, *rows])
    found = reading.read(text.getvalue().encode(encoding), name="r.csv")
    assert found.headers == tuple(headers)
    assert found.rows == rows


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_TEXT, min_size=3, max_size=3), min_size=1, max_size=10))
def test_cells_with_separators_quotes_and_lines_are_read_back(rows: list[list[str]]) -> None:
    rows = [[f"k{number}", *row[1:]] for number, row in enumerate(rows)]
    rows[0][1] += ',;"\n'
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["key", "one", "two"], *rows])
    assert reading.read(text.getvalue().encode(), name="r.csv").rows == rows
