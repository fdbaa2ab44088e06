"""What a metric is: one named number with its meaning, its date basis, its words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bihuan.kernel.words import Lang, Words
from bihuan.metrics import words
from bihuan.metrics.words import Unit


class Grain(StrEnum):
    """Of what a metric counts or measures one each."""

    JOURNEY = "journey"
    STAY = "stay"
    HOLD = "hold"
    HANDED_IN = "handed_in"
    EXCEPTION = "exception"
    ACTIVITY = "activity"
    EVENT = "event"


class Measure(StrEnum):
    """What is made of the rows: how many, what part of them, their sum, or their mean and median."""

    COUNT = "count"
    SHARE = "share"
    SUM = "sum"
    AVERAGE = "average"


class Which(StrEnum):
    """Which rows belong to a metric."""

    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"
    WON = "won"
    LOST = "lost"
    STALE = "stale"
    CONTACTED = "contacted"
    LEFT = "left"
    LEFT_ON = "left_on"
    LEFT_BACK = "left_back"
    DECIDED = "decided"
    ON_TIME = "on_time"
    OVERDUE = "overdue"
    LATE = "late"
    REVIEWED = "reviewed"
    REJECTED = "rejected"
    FOLLOW_UP_MISSED = "follow_up_missed"


class Of(StrEnum):
    """What is measured of each row."""

    AMOUNT = "amount"
    CYCLE_DAYS = "cycle_days"
    AGE_DAYS = "age_days"
    STAY_DAYS = "stay_days"
    HELD_HOURS = "held_hours"
    FIRST_CONTACT_HOURS = "first_contact_hours"
    REVIEW_HOURS = "review_hours"
    DEBTS = "debts"


class Basis(StrEnum):
    """Which moment of a row decides whether it lies in the days asked for."""

    STARTED = "started"
    CLOSED = "closed"
    LEFT = "left"
    DUE = "due"
    HAPPENED = "happened"
    REVIEWED = "reviewed"
    OVERLAP = "overlap"  # any part of it
    CLIPPED = "clipped"  # any part of it, and only that part is measured


class Dimension(StrEnum):
    """By what a metric may be split. A field of the object is a dimension besides these, under its own key."""

    STAGE = "stage"
    OUTCOME = "outcome"
    OWNER = "owner"
    TEAM = "team"
    REGION = "region"
    MANAGER = "manager"
    LOST_REASON = "lost_reason"
    HOLDER = "holder"
    DELIVERABLE = "deliverable"
    ACTIVITY_KIND = "activity_kind"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PEOPLE = (Dimension.OWNER, Dimension.TEAM, Dimension.REGION, Dimension.MANAGER)
TIMES = (Dimension.WEEK, Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR)
DIMENSIONS = {
    Dimension.STAGE: Words(zh="节点", en="Stage"),
    Dimension.OUTCOME: Words(zh="结果", en="Outcome"),
    Dimension.OWNER: Words(zh="负责人", en="Owner"),
    Dimension.TEAM: Words(zh="团队", en="Team"),
    Dimension.REGION: Words(zh="大区", en="Region"),
    Dimension.MANAGER: Words(zh="主管", en="Manager"),
    Dimension.LOST_REASON: Words(zh="输单原因", en="Reason for losing"),
    Dimension.HOLDER: Words(zh="球在谁手里", en="Who holds the ball"),
    Dimension.DELIVERABLE: Words(zh="交付物", en="Deliverable"),
    Dimension.ACTIVITY_KIND: Words(zh="跟进方式", en="Kind of activity"),
    Dimension.WEEK: Words(zh="周", en="Week"),
    Dimension.MONTH: Words(zh="月", en="Month"),
    Dimension.QUARTER: Words(zh="季度", en="Quarter"),
    Dimension.YEAR: Words(zh="年", en="Year"),
}
_NO_DATA = Words(zh="这个范围里没有数据。", en="There is no data in this range.")
_SAFE = Words(zh="在安全范围内。", en="Within the safe range.")
_LOW = Words(zh="偏低，安全线是 {bound}。", en="Low: the safe line is {bound}.")
_HIGH = Words(zh="偏高，安全线是 {bound}。", en="High: the safe line is {bound}.")


@dataclass(frozen=True, kw_only=True)
class Safe:
    """The range in which a number needs no attention."""

    low: float | None = None
    high: float | None = None

    def say(self, value: float, unit: Unit, lang: Lang) -> str:
        """Whether a value lies in the range, and where the line is."""
        if self.low is not None and value < self.low:
            return _LOW.say(lang).format(bound=words.number(self.low, unit, lang))
        if self.high is not None and value > self.high:
            return _HIGH.say(lang).format(bound=words.number(self.high, unit, lang))
        return _SAFE.say(lang)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number, and the rows it was made of: `count` of them, `part` of which count for a share."""

    value: float | None
    count: int
    part: int | None = None
    mean: float | None = None
    median: float | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One group of an answer. `share` is its percentage of the whole, where parts add up to one."""

    key: str | int | None
    label: str
    figure: Figure
    share: float | None = None


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One named number. `phrase` takes {value}, {count}, {part}, {mean} and {median}."""

    key: str
    label: Words
    definition: Words
    formula: Words
    date_basis: Words
    unit: Unit
    grain: Grain
    measure: Measure
    which: Which
    basis: Basis
    by: tuple[Dimension, ...]
    phrase: Words
    part: Which | None = None
    of: Of | None = None
    always_by: Dimension | None = None
    by_field: bool = True
    safe: Safe | None = None

    def sentence(self, value: Figure, rows: Sequence[Row], lang: Lang, *, currency: str | None = None) -> str:
        """The number as a sentence: what it is, whether it is safe, and which group stands out."""
        if value.value is None or (self.measure in {Measure.SHARE, Measure.AVERAGE} and not value.count):
            return _NO_DATA.say(lang)
        said = self.phrase.say(lang).format(
            value=self.say(value.value, lang, currency=currency),
            count=f"{value.count:,}",
            part=f"{value.part or 0:,}",
            mean=self.say(value.mean or 0, lang, currency=currency),
            median=self.say(value.median or 0, lang, currency=currency),
        )
        judged = self.safe.say(value.value, self.unit, lang) if self.safe else ""
        found = [said, judged, self._standing_out(rows, lang, currency)]
        return ("" if lang == "zh" else " ").join(part for part in found if part)

    def say(self, value: float, lang: Lang, *, currency: str | None = None) -> str:
        """A value of this metric with its unit."""
        return words.number(value, self.unit, lang, currency=currency)

    def _standing_out(self, rows: Sequence[Row], lang: Lang, currency: str | None) -> str:
        known = [(row, row.figure.value) for row in rows if row.figure.value is not None and row.key is not None]
        if self.always_by is Dimension.HOLDER:
            parts = [(row.label, words.number(row.share or 0, "percent", lang)) for row in rows]
            return _split(parts, lang)
        ranked = sorted(known, key=lambda pair: -pair[1])
        said = [(row.label, self.say(value, lang, currency=currency)) for row, value in ranked]
        return words.extremes(said, lang, ranked=self.measure in {Measure.SHARE, Measure.AVERAGE})


def _split(parts: Sequence[tuple[str, str]], lang: Lang) -> str:
    if not parts:
        return ""
    if lang == "zh":
        return "时间去哪了：" + "，".join(f"{who} {share}" for who, share in parts) + "。"
    return "Where the time went: " + ", ".join(f"{who} {share}" for who, share in parts) + "."
