"""The names of countries and territories in Chinese and English, and the one somebody probably meant. Pure."""

from __future__ import annotations

from functools import cache

from babel import Locale

from bihuan.importer.likeness import nearest
from bihuan.importer.table import folded

_ALSO = {
    "US": ("usa", "america", "u.s.", "u.s.a.", "美利坚合众国"),
    "GB": ("uk", "england", "great britain", "britain", "u.k.", "英格兰"),
    "KR": ("korea", "republic of korea", "南韩"),
    "KP": ("朝鲜",),
    "CN": ("prc", "mainland china", "中国大陆", "中华人民共和国", "china mainland"),
    "HK": ("hong kong", "香港"),
    "MO": ("macao", "macau", "澳门"),
    "TW": ("taiwan", "台湾", "中国台湾"),
    "CZ": ("czech republic",),
    "TR": ("turkey",),
    "RU": ("russian federation",),
    "AE": ("uae", "迪拜"),
    "VN": ("viet nam",),
    "NL": ("holland",),
    "MM": ("burma",),
    "SZ": ("swaziland",),
    "CI": ("ivory coast",),
    "VA": ("vatican",),
}
_COUNTRY_WORDS = frozenset({"country", "国家", "国家或地区", "国家地区", "国家/地区"})


@cache
def names() -> dict[str, str]:
    """Every known way to write a country, folded, and its code."""
    known: dict[str, str] = {}
    for lang in ("en", "zh"):
        for code, name in Locale(lang).territories.items():
            if code.isalpha():
                known[folded(name)] = code
                known.setdefault(folded(code), code)
    for code, others in _ALSO.items():
        known.update((folded(name), code) for name in others)
    return known


@cache
def known(text: str) -> bool:
    """Whether this is the name or the code of a country."""
    return folded(text) in names()


@cache
def likely(text: str) -> str | None:
    """The country that somebody who wrote this probably meant, as it is written in the same language."""
    lang = "en" if text.isascii() else "zh"
    return nearest(text, [name for code, name in Locale(lang).territories.items() if code.isalpha()])


def about_countries(key: str, *labels: str) -> bool:
    """Whether a field of this key and these labels holds a country."""
    return key == "country" or any(folded(label) in _COUNTRY_WORDS for label in labels)
