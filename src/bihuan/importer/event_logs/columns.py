"""Which column of a log is the case, which the activity, which the time: as it was said, or guessed by name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bihuan.importer.event_logs.refusals import ColumnsUnclear, NoSuchColumn
from bihuan.importer.table import folded

# What the standard calls it comes first; then what programs and people call it.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "case": (
        *("case:concept:name", "case id", "case_id", "caseid", "case", "trace", "trace id"),
        *("案例", "案例编号", "案例号", "案例id", "流程实例", "实例编号", "工单号", "单号"),
    ),
    "activity": (
        *("concept:name", "activity", "activity name", "event", "event name", "task", "step"),
        *("活动", "活动名称", "事件", "步骤", "环节", "节点", "操作"),
    ),
    "time": (
        *("time:timestamp", "timestamp", "complete timestamp", "end timestamp", "event time", "time", "datetime"),
        *("时间", "时间戳", "完成时间", "发生时间", "操作时间", "结束时间"),
    ),
    "resource": (
        *("org:resource", "resource", "user", "performer", "actor"),
        *("执行人", "处理人", "操作人", "经手人", "办理人", "资源"),
    ),
    "lifecycle": ("lifecycle:transition", "lifecycle", "transition"),
}
_NEEDED = ("case", "activity", "time")


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns by name; None where nothing was said, or where there is none."""

    case: str | None = None
    activity: str | None = None
    time: str | None = None
    resource: str | None = None
    lifecycle: str | None = None

    def of_case(self) -> str:
        """The column of the case, once chosen."""
        assert self.case is not None, "chosen before"
        return self.case

    def used(self) -> frozenset[str]:
        """All columns that are read."""
        return frozenset(name for name in asdict(self).values() if name is not None)


def chosen(asked: Columns, headers: tuple[str, ...]) -> Columns:
    """Every column found, as it stands in the file. NoSuchColumn, or ColumnsUnclear with what is there."""
    known = {folded(header): header for header in headers}
    said = {part: name for part, name in asdict(asked).items() if name is not None}
    missing = [name for name in said.values() if folded(name) not in known]
    if missing:
        raise NoSuchColumn(columns=missing, known=list(headers))
    found = {part: known[folded(name)] for part, name in said.items()}
    for part, names in _NAMES.items():
        guess = next((known[name] for name in names if name in known and known[name] not in found.values()), None)
        if part not in found and guess is not None:
            found[part] = guess
    unclear = [part for part in _NEEDED if part not in found]
    if unclear:
        raise ColumnsUnclear(unclear=unclear, known=list(headers))
    return Columns(**found)
