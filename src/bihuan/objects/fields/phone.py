"""A telephone number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import phonenumbers
from sqlalchemy import Text
from sqlalchemy.types import TypeEngine

from bihuan.kernel.words import Lang
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, Wrong, register, text_of

_LONGEST = 40
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SERVICE = re.compile(r"(?:400|800)-?[0-9]{3,4}-?[0-9]{3,4}")  # reachable in the country only: kept as written
_KEPT = re.compile(r"\+861[3-9][0-9]{9}")
_SHORT = re.compile(r"(?:1[0-9]{2,4}|9[0-9]{4,5})")
_EXTENSION = re.compile(r"(?:\s*(?:转|轉|分机|ext\.?|x|#|-)\s*)([0-9]{1,6})$", re.IGNORECASE)


def normal(text: str, *, region: str = "CN") -> str:
    """A number in its international form; service numbers and extensions as they were written. Wrong for no number."""
    if _MOBILE.fullmatch(text):
        return f"+86{text}"
    if _KEPT.fullmatch(text):
        return text
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    tight = re.sub(r"[\s()./]|(?<=[0-9])-(?=[0-9])", "", plain)
    if _MOBILE.fullmatch(tight):
        return f"+86{tight}"
    if _SERVICE.fullmatch(plain.replace(" ", "-")) or _SHORT.fullmatch(tight):
        return plain
    whole = _valid(plain, region)
    if whole:
        return whole
    # "021-62345678转801": a valid number before the extension keeps both as they were written.
    body = _EXTENSION.sub("", plain)
    if body != plain and _valid(body, region):
        return plain
    raise Wrong("not_a_phone", "This is not a telephone number.")


def _valid(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@register
class PhoneType(FieldType):
    """A telephone number, kept as +8613812345678 where it can be."""

    key = "phone"

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One text column."""
        return {"": Text()}

    def read(self, raw: Any, field: FieldDef) -> str:  # noqa: ANN401, ARG002
        """The number in its international form. Spreadsheets send whole numbers; they are taken too."""
        if isinstance(raw, int | float) and not isinstance(raw, bool) and raw == raw // 1 and 0 < raw < 10**15:
            raw = str(int(raw))
        return normal(text_of(raw, longest=_LONGEST))

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """Chinese mobile numbers as people write them, others as they are."""
        text = str(value)
        return text.removeprefix("+86") if text.startswith("+861") else text

    def sought(self, value: Any) -> str | None:  # noqa: ANN401
        """The digits as dialled at home, so that their tail is found."""
        return re.sub(r"[^0-9]", "", str(value).removeprefix("+86"))
