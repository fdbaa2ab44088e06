"""What goes wrong, told so that a person understands it: what happened, what it means, what to do.

Each trouble has a number. Whoever meets it is told the number; under it stand the story in the log and the words on the
page of the system. Troubles are kept in the log and nowhere else: it is there when the database is not.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from bihuan.kernel.words import Words

log = logging.getLogger("bihuan.fault")

LOOKED_AT = 8 * 2**20  # bytes at the end of each log file: what is older has been dealt with, or never will be
SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Said:
    """A kind of trouble in words."""

    what: Words
    means: Words
    do: Words


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Something that went wrong, once or over and over: when it first did, when last, and under which number."""

    kind: str
    number: str
    at: datetime
    first_at: datetime
    place: str
    times: int = 1


def note(kind: str, *, error: BaseException | None = None, place: str = "", workspace: str | None = None) -> str:
    """Write a trouble into the log, with its story where there is one, and say its number."""
    number = secrets.token_hex(4).upper()
    extra = {"fault": number, "trouble": kind, "place": place[:200], "workspace": workspace}
    log.error("%s %s", kind, number, exc_info=error, extra=extra)
    return number


def told(data: Path, workspace: str, *, limit: int = SHOWN) -> list[Trouble]:
    """The troubles in the log of this data folder that concern this workspace, or all; those that repeat, once."""
    found: dict[tuple[str, str, str], Trouble] = {}
    for line in sorted(_lines(data / "log"), key=lambda one: str(one["at"])):
        if line.get("workspace") in {None, workspace} and line["trouble"] in KINDS:
            trouble = _trouble(line)
            key = (trouble.kind, trouble.place, _first(line))
            before = found.pop(key, None)
            if before is not None:
                trouble = replace(trouble, first_at=before.first_at, times=before.times + 1)
            found[key] = trouble
    return list(islice(reversed(found.values()), limit))


def _trouble(line: Mapping[str, object]) -> Trouble:
    at = datetime.fromisoformat(str(line["at"]))
    return Trouble(
        kind=str(line["trouble"]), number=str(line["fault"]), at=at, first_at=at, place=str(line.get("place") or "")
    )


def _first(line: Mapping[str, object]) -> str:
    story = line.get("story")
    return str(story[0]) if isinstance(story, list) and story else ""


def _lines(folder: Path) -> Iterator[dict[str, object]]:
    for file in folder.glob("*.jsonl*"):
        with file.open("rb") as log_file:
            log_file.seek(max(0, file.stat().st_size - LOOKED_AT))
            for line in log_file:
                if b'"trouble": ' in line and (read := _read(line)) is not None:
                    yield read


def _read(line: bytes) -> dict[str, object] | None:
    """A line of the log; None for the half of one that a full disk or the seeking left."""
    try:
        read: dict[str, object] = json.loads(line)
    except ValueError:
        return None
    return read if {"at", "trouble", "fault"} <= read.keys() else None


KINDS: Mapping[str, Said] = {
    "fault": Said(
        what=Words(
            zh="有人的一次请求没有做成：程序出错了。", en="Somebody's request was not done: the program failed."
        ),
        means=Words(
            zh="这次请求什么也没有写入，别的人和别的数据不受影响。", en="It wrote nothing; nobody else is affected."
        ),
        do=Words(
            zh="把编号和时间告诉技术支持；日志里按这个编号能找到经过，其中没有客户数据。",
            en="Give number and time to your support: the log has the story under it, without customers' data.",
        ),
    ),
    "job_failed": Said(
        what=Words(zh="一项后台工作试了多次都没有做成。", en="A job in the background failed again and again."),
        means=Words(
            zh="由它发出的提醒或后续处理还没有发生；业务数据本身是完整的。",
            en="The notice or follow-up it stands for has not happened; the business data are complete.",
        ),
        do=Words(
            zh="按编号看日志里的原因，排除以后在下面点“再做一次”；不再需要就点“放弃”。",
            en="Look up the cause in the log by its number; once it is gone, press “Run again” below, or “Drop”.",
        ),
    ),
    "clock_failed": Said(
        what=Words(zh="每分钟的例行检查出错了。", en="The check of every minute failed."),
        means=Words(
            zh="到期提醒会晚到，但不会丢：下一次成功时全部补上，每条只发一次。",
            en="Alarms come late, but none is lost: the next check that succeeds catches up, each once.",
        ),
        do=Words(
            zh="如果次数还在增加，把编号告诉技术支持。", en="If it keeps counting up, give the number to your support."
        ),
    ),
    "database_died": Said(
        what=Words(zh="数据库意外停止，已自动重新启动。", en="The database ended by itself and was started again."),
        means=Words(
            zh="已确认的内容都在；那几秒里的请求收到了“请重试”。",
            en="All that was confirmed is there; requests of those seconds were asked to try again.",
        ),
        do=Words(
            zh="偶尔一次不用处理。反复出现时检查内存和磁盘，并看数据目录 postgres/log 里的日志。",
            en="Once needs no act. If it returns, look at memory, disk, and postgres/log in the data folder.",
        ),
    ),
    "database_stuck": Said(
        what=Words(zh="数据库停止了，并且启动不起来。", en="The database has ended and does not start."),
        means=Words(
            zh="在它起来之前什么也做不了；已确认的内容没有丢。",
            en="Nothing can be done until it does; what was confirmed is not lost.",
        ),
        do=Words(
            zh="先看磁盘是否写满；日志里按编号写着数据库自己的最后几句话。系统会一直重试。",
            en="See whether the disk is full; the log has the database's own last words. It keeps trying by itself.",
        ),
    ),
    "ledger_broken": Said(
        what=Words(zh="留痕核对没有通过。", en="The ledger did not verify."),
        means=Words(
            zh="有记录在写入之后被改动、删除或插入过，或者密钥、存证文件缺失。",
            en="A record was changed, deleted or inserted after it was written, or keys or anchors are missing.",
        ),
        do=Words(
            zh="不要改动数据。运行 bihuan verify，它会指出第一处；再用保存在别处的存证文件核对。",
            en="Change nothing. Run bihuan verify: it names the first place. Compare with anchors kept elsewhere.",
        ),
    ),
}
