"""What a letter says: every line with its reason, the last contacts and the way to the record. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape
from typing import Any

from bihuan.kernel.words import Lang, Words
from bihuan.notices import wording
from bihuan.notices.merging import Line
from bihuan.notices.timing import ParcelKind

MOST = 30  # lines of one letter; the rest is counted, and stands in the inbox
_CONTACTS = 3
LEVELS: Mapping[str, Words] = {
    "info": Words(zh="知道就行", en="For your information"),
    "warn": Words(zh="请留意", en="Please note"),
    "due": Words(zh="已超时", en="Overdue"),
    "escalate": Words(zh="严重超时", en="Long overdue"),
}
_ONE = Words(zh="{title}", en="{title}")
_SEVERAL = Words(zh="{title}，等 {count} 件", en="{title}, and {more} more")
_DIGEST = Words(zh="提醒汇总：{count} 件", en="Your digest: {count} to look at")
_ALSO = Words(zh="另外：{others}", en="Also: {others}")
_CONTACT = Words(zh="最近几次联系", en="The last contacts")
_OPEN = Words(zh="打开", en="Open")
_MORE = Words(zh="还有 {count} 件，在提醒里看", en="{count} more stand in your inbox")
_FOOT = Words(
    zh="这封信由闭环发给{name}。什么时候收、收哪些，在“我的”里改",
    en="Sent by Bihuan to {name}. When and what you get is chosen on your own page",
)
_STYLE = "font-family:sans-serif;font-size:15px;line-height:1.5;color:#1f2329"
_QUIET = "color:#646a73;font-size:13px"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whom a letter is for: their name and language, the zone of their clock, and the address of our screens."""

    name: str
    lang: Lang
    zone: tzinfo
    base: str


@dataclass(frozen=True, kw_only=True)
class _Said:
    level: str
    title: str
    sentence: str
    also: str
    contacts: Sequence[str]
    why: str
    link: str


def subject(kind: ParcelKind, lines: Sequence[Line], lang: Lang) -> str:
    """What stands in the list of letters: the worst by name, or how many there are."""
    first = wording.title(lines[0].first.kind, lines[0].first.facts, lang)
    words = _DIGEST if kind == "digest" and len(lines) > 1 else _ONE if len(lines) == 1 else _SEVERAL
    return words.say(lang).format_map({"title": first, "count": len(lines), "more": len(lines) - 1})


def text(lines: Sequence[Line], reader: Reader) -> str:
    """The letter as plain text."""
    lang, parts = reader.lang, []
    for said in _said(lines, reader):
        contacts = [f"{_CONTACT.say(lang)}:", *(f"  - {one}" for one in said.contacts)] if said.contacts else []
        link = [f"{_OPEN.say(lang)}: {said.link}"] if said.link else []
        rows = [f"[{said.level}] {said.title}", said.sentence, said.also, *contacts, said.why, *link]
        parts.append("\n".join(row for row in rows if row))
    return "\n\n".join([*parts, *_more(lines, reader), f"{_foot(reader)}: {reader.base}/me"]) + "\n"


def html(lines: Sequence[Line], reader: Reader) -> str:
    """The same letter as simple HTML; whatever people wrote is text in it."""
    lang, parts = reader.lang, []
    for said in _said(lines, reader):
        title = f'<a href="{escape(said.link)}">{escape(said.title)}</a>' if said.link else escape(said.title)
        contacts = "".join(f"<li>{escape(one)}</li>" for one in said.contacts)
        listed = f'<div style="{_QUIET}">{_CONTACT.say(lang)}</div><ul>{contacts}</ul>' if contacts else ""
        also = f"<div>{escape(said.also)}</div>" if said.also else ""
        parts.append(
            f'<div style="margin:0 0 20px"><div style="{_QUIET}">{escape(said.level)}</div><b>{title}</b>'
            f'<div>{escape(said.sentence)}</div>{also}{listed}<div style="{_QUIET}">{escape(said.why)}</div></div>'
        )
    more = "".join(f"<p>{escape(one)}</p>" for one in _more(lines, reader))
    own = escape(f"{reader.base}/me")
    foot = f'<p style="{_QUIET}"><a href="{own}">{escape(_foot(reader))}</a></p>'
    return f'<!doctype html><html lang="{lang}"><body style="{_STYLE}">{"".join(parts)}{more}{foot}</body></html>'


def _said(lines: Sequence[Line], reader: Reader) -> list[_Said]:
    return [_line(line, reader) for line in lines[:MOST]]


def _line(line: Line, reader: Reader) -> _Said:
    notice, lang = line.first, reader.lang
    others = dict.fromkeys(wording.sentence(one.kind, one.facts, lang).rstrip("。.") for one in line.besides)
    told = wording.told(notice.facts, lang)
    known = notice.object_key is not None and notice.record_id is not None
    return _Said(
        level=LEVELS[notice.level].say(lang),
        title=wording.title(notice.kind, notice.facts, lang),
        sentence=wording.sentence(notice.kind, notice.facts, lang),
        also=_ALSO.say(lang).format_map({"others": "；".join(others)}) if others else "",
        contacts=[_contact(one, reader.zone) for one in list(told.get("contacts") or ())[:_CONTACTS]],
        why=wording.why(notice.facts, lang),
        link=f"{reader.base}/r/{notice.object_key}/{notice.record_id}" if known else "",
    )


def _contact(contact: Mapping[str, Any], zone: tzinfo) -> str:
    at = datetime.fromisoformat(str(contact["at"])).astimezone(zone)
    return f"{at:%m-%d %H:%M} {contact['by']} {contact['kind']} {contact['summary']}"


def _more(lines: Sequence[Line], reader: Reader) -> list[str]:
    left = len(lines) - MOST
    return [f"{_MORE.say(reader.lang).format_map({'count': left})}: {reader.base}/inbox"] if left > 0 else []


def _foot(reader: Reader) -> str:
    return _FOOT.say(reader.lang).format_map({"name": reader.name})
