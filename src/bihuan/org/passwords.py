"""Passwords: hashed with argon2id, at least ten characters, and none of those that everybody tries first."""

from __future__ import annotations

import itertools
import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bihuan.kernel.refusals import Invalid

SHORTEST, LONGEST = 10, 128
_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
_turns = BoundedSemaphore(4)  # each hash takes 32 MiB: four at a time, whoever else asks waits

_COMMON = frozenset(
    """
    0123456789 1029384756 1122334455 1123581321 1234512345 1234554321 1234567890 12345678900 123456789a
    123456789q 12345678910 1234567891 123123123123 1234567899 123qwe123qwe 123qweasdzxc 147258369a 147852369a
    1a2b3c4d5e 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 3141592653 5201314520 5201314521 5841314520
    9876543210 a123456789 a1234567890 aa123456789 aa12345678 abc1234567 abc123456789 abcd123456 abcd1234567
    abcdefghij abcdefg123 admin12345 admin123456 administrator adminadmin asd123456789 asdfghjkl1 asdfghjkl;
    asdf1234567 bihuan1234 bihuan12345 bihuan123456 changeme123 iloveyou123 iloveyou1314 letmein123 letmein1234
    p@ssw0rd123 pa55word123 password12 password123 password1234 password12345 password!! passw0rd123
    passwordpassword q123456789 qazwsxedcr qazwsx123456 qq123456789 qwe123456789 qwer123456 qwer1234567
    qwerasdfzxcv qwerty1234 qwerty12345 qwerty123456 qwertyuiop qwertyuiop1 sunshine123 superman123 w123456789
    wang123456 welcome123 welcome1234 woaini1314 woaini1314520 woaini5201314 woaini520520 woaiwojia1314
    woaiwojia520 woshishui123 x123456789 xiaoming123 z123456789 zaq12wsxcde3 zhang123456 zxcvbnm123 zxcvbnm1234
    zxcvbnm123456
    """.split()  # noqa: SIM905 - words are read as words
)


def hashed(password: str) -> str:
    """The hash to keep."""
    with _turns:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password. Without a hash to compare it takes as long and is never right."""
    with _turns:
        try:
            return _hasher.verify(kept or _nobodys(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def first() -> str:
    """A random password for somebody's first log-in, to be typed from paper: no letter looks like another."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def check(password: str, *, login: str) -> None:
    """Invalid, with every reason, unless this may be somebody's password."""
    problems: list[dict[str, object]] = []
    if not SHORTEST <= len(password) <= LONGEST:
        message = f"A password has {SHORTEST} to {LONGEST} characters."
        problems.append(_problem("length", message, low=SHORTEST, high=LONGEST))
    plain = password.casefold()
    if plain in _COMMON or len(set(plain)) <= 2 or _runs(plain):  # noqa: PLR2004 - "ababababab" has two
        problems.append(_problem("common", "Too many people use this password."))
    own = login.casefold()
    if own and plain in {own, own * 2, f"{own}123456", f"{own}12345678", f"{own}123456789"}:
        problems.append(_problem("like_login", "The password must not be made of the login."))
    if problems:
        raise Invalid(problems)


def _runs(plain: str) -> bool:
    """Whether every character follows the one before it, up or down."""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(plain)}
    return steps in ({1}, {-1})


def _problem(code: str, message: str, **facts: object) -> dict[str, object]:
    return {"field": "password", "code": code, "message": message, **facts}
