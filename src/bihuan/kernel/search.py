"""Finding by part of a name: characters, pinyin, initials, the tail of a phone number.

`tokens` goes into a `text[]` column with a GIN index when a record is saved; `search @> needles(query)` finds every
record that `matches` would find and perhaps a few more, which `matches` then leaves out and `rank` puts in order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

LONGEST_TEXT = 400
LONGEST_QUERY = 60
LONGEST_READING = 6  # zhuang, chuang, shuang
MOST_READINGS = 3  # a character's first ones; the rest live in dictionaries only

WHOLE, BEGINNING, INSIDE, BEGINNING_BY_SOUND, INSIDE_BY_SOUND = range(5)


@dataclass(frozen=True, slots=True)
class _Character:
    """A character and the ways to type it."""

    sign: str
    readings: tuple[str, ...]
    firsts: frozenset[str]  # how it may begin when typed
    lasts: frozenset[str]  # how it may end: in full, or cut to its initial
    inner: frozenset[str]  # the bigrams of its readings
    ways: frozenset[str]  # what may be typed for it: itself, a reading, an initial

    @property
    def chinese(self) -> bool:
        """Whether it is typed by its sound."""
        return self.readings[0] != self.sign


@lru_cache(maxsize=30_000)
def _character(sign: str) -> _Character:
    readings = _readings(sign) or (sign,)
    firsts = frozenset(reading[0] for reading in readings)
    return _Character(
        sign=sign,
        readings=readings,
        firsts=firsts,
        lasts=frozenset(letter for reading in readings for letter in (reading[0], reading[-1])),
        inner=frozenset(a + b for reading in readings for a, b in pairwise(reading)),
        ways=firsts | {sign, *readings},
    )


def _readings(sign: str) -> tuple[str, ...]:
    """The sounds of a Chinese character without tones; 吕 is typed lv, and lu on keyboards that know no ü."""
    sounds = dict.fromkeys(to_normal(sound) for sound in PINYIN_DICT.get(ord(sign), "").split(",") if sound)
    plain = [sound for sound in sounds if sound.isascii() and sound.isalpha()][:MOST_READINGS]
    return tuple(plain + [sound.replace("v", "u") for sound in plain if "v" in sound])


def _squeezed(text: str, longest: int) -> str:
    """The letters and digits alone, full width as half width, capitals as small ones."""
    plain = unicodedata.normalize("NFKC", text[:longest]).casefold()
    return "".join(filter(str.isalnum, plain))[:longest]


def _words(query: str) -> list[str]:
    """The words of a query; each must be found."""
    words = unicodedata.normalize("NFKC", query[:LONGEST_QUERY]).split()
    return [squeezed for word in words if (squeezed := _squeezed(word, LONGEST_QUERY))]


def tokens(*texts: str | None) -> list[str]:
    """What these texts can be found by. Of each text the first 400 characters count."""
    found: set[str] = set()
    for text in texts:
        signs = _squeezed(text or "", LONGEST_TEXT)
        found.update(*map(_alone, signs))
        found.update(*map(_meeting, signs, signs[1:]))
    return sorted(found)


@lru_cache(maxsize=30_000)
def _alone(sign: str) -> frozenset[str]:
    """What one character brings wherever it stands."""
    one = _character(sign)
    return one.firsts | one.inner | {sign}


# The same pairs come again and again: a company's form, a city, a trade.
@lru_cache(maxsize=100_000)
def _meeting(first: str, second: str) -> frozenset[str]:
    """What two characters bring that stand side by side."""
    one, two = _character(first), _character(second)
    pairs = {last + begun for last in one.lasts for begun in two.firsts}
    return frozenset(pairs | {first + second} if one.chinese and two.chinese else pairs)


def needles(query: str) -> list[str]:
    """What every record that matches the query has among its tokens; nothing when the query asks nothing."""
    return sorted({needle for word in _words(query) for needle in _needles(word)})


def _needles(word: str) -> Iterator[str]:
    # Where characters and letters meet there is no bigram: 新cheng may go on with a sound or with a Latin name.
    for _, run in groupby(word, key=lambda sign: _character(sign).chinese):
        signs = list(run)
        yield from (a + b for a, b in pairwise(signs)) if len(signs) > 1 else signs


def matches(text: str | Iterable[str | None], query: str) -> bool:
    """Whether every word of the query is found in a text, or in one of several."""
    return rank(text, query) is not None


def rank(text: str | Iterable[str | None], query: str) -> int | None:
    """How well it is found: WHOLE, BEGINNING, INSIDE, BEGINNING_BY_SOUND, INSIDE_BY_SOUND; None when it isn't.

    Of several words the worst found counts, of several texts the best. A query that asks nothing finds everything.
    """
    texts = [_squeezed(one or "", LONGEST_TEXT) for one in ([text] if isinstance(text, str) else text)]
    worst = WHOLE
    for word in _words(query):
        # Sounds count less than letters, and take much longer to compare: only where no text has the letters.
        best = _best(_written, texts, word)
        if best is None:
            best = _best(_sounded, texts, word)
        if best is None:
            return None
        worst = max(worst, best)
    return worst


def _best(how: Callable[[str, str], int | None], texts: Iterable[str], word: str) -> int | None:
    return min((place for one in texts if (place := how(one, word)) is not None), default=None)


def _written(text: str, word: str) -> int | None:
    place = text.find(word)
    if place < 0:
        return None
    return INSIDE if place else BEGINNING if len(text) > len(word) else WHOLE


def _sounded(text: str, word: str) -> int | None:
    characters = [_character(sign) for sign in text]
    if _sounds(characters, word, anywhere=False):
        return BEGINNING_BY_SOUND
    return INSIDE_BY_SOUND if _sounds(characters, word, anywhere=True) else None


def _sounds(characters: list[_Character], word: str, *, anywhere: bool) -> bool:
    """Whether the characters, typed one after the other as themselves, in full or by initial, begin with the word."""
    reached, end = {0}, len(word)
    for character in characters:
        after = {typed + len(way) for typed in reached for way in character.ways if word.startswith(way, typed)}
        if end in after or _begun(character, {word[typed:] for typed in reached if end - typed < LONGEST_READING}):
            return True
        reached = after | {0} if anywhere else after
        if not reached:
            return False
    return False


def _begun(character: _Character, endings: set[str]) -> bool:
    """Whether the last thing typed is the beginning of this character's sound."""
    return any(reading.startswith(ending) for ending in endings for reading in character.readings)
