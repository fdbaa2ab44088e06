"""A file of deals through the product's own importer: looked at, then taken in, with stages, owners and journeys."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import Any

from bench import vocabulary, world
from bench.operations import Wrong
from bench.results import check
from bench.world import World

ROWS = 10_000
REFERENCE = 294  # rows in a second, the best of three well-known open-source systems
_BORDER = "----bench"
_HEADINGS = ("商机名称", "客户名称", "预计金额", "来源", "需求", "负责人", "阶段", "创建时间")
_STAGES = ("线索", "初访", "方案", "报价")
_SOURCES = ("展会", "设计院推荐", "老客户介绍", "招标公告", "官网", "电话来访")


def measure(now_there: World, *, now: datetime, count: int = ROWS) -> list[dict[str, Any]]:
    """Import so many deals over HTTP, and say how many rows came in each second. Wrong unless every row did."""
    content = _file(now_there, count, now=now)
    began = time.perf_counter()
    batch = _send(now_there, "/api/imports", *_multipart(content))
    looked = time.perf_counter()
    done = _send(now_there, f"/api/imports/{batch['id']}/commit", b"{}", "application/json")
    ended = time.perf_counter()
    with now_there.server.database() as connection:
        asked = "SELECT count(*) FROM process_journey WHERE import_id = %s"
        came = world.rows(connection, asked, batch["id"])[0][0]
    if done["state"] != "done" or came != count:
        raise Wrong(f"import: {came} of {count} rows came in; {json.dumps(done['problems'], ensure_ascii=False)[:800]}")
    return [
        check(f"import of {count:,} deals, looked at and taken in", count / (ended - began), "rows/s", least=REFERENCE),
        check("of this, looking at the file", count / (looked - began), "rows/s"),
        check("of this, writing records, journeys and ledger", count / (ended - looked), "rows/s"),
    ]


def _file(there: World, count: int, *, now: datetime) -> bytes:
    logins = {one["id"]: login for login, one in there.server.loaded()["people"].items()}
    with there.server.database() as connection:
        only = """SELECT f_name, min(owner_id) FROM o_customer WHERE deleted_at IS NULL
            GROUP BY 1 HAVING count(*) = 1 ORDER BY 1 LIMIT 5000"""
        customers = world.rows(connection, only)
    text, chance = io.StringIO(), there.chance
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    for number in range(count):
        name, owner = chance.choice(customers)
        made = now - timedelta(days=chance.randrange(1, 200))
        writer.writerow(
            (
                *(f"{name[:8]} · {chance.choice(vocabulary.JOBS)} I{number}", name, chance.randrange(10, 900) * 1000),
                *(chance.choice(_SOURCES), chance.choice(vocabulary.NEEDS), logins[owner], chance.choice(_STAGES)),
                made.date().isoformat(),
            )
        )
    return text.getvalue().encode("utf-8")


def _multipart(content: bytes) -> tuple[bytes, str]:
    parts = (
        f'--{_BORDER}\r\nContent-Disposition: form-data; name="object"\r\n\r\nopportunity\r\n'
        f'--{_BORDER}\r\nContent-Disposition: form-data; name="file"; filename="deals.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    return parts.encode() + content + f"\r\n--{_BORDER}--\r\n".encode(), f"multipart/form-data; boundary={_BORDER}"


def _send(there: World, path: str, body: bytes, kind: str) -> dict[str, Any]:
    link = HTTPConnection("127.0.0.1", there.server.port, timeout=600)
    headers = {"Authorization": f"Bearer {there.admin.token}", "Content-Type": kind}
    try:
        link.request("POST", path, body=body, headers=headers)
        answer = link.getresponse()
        said: dict[str, Any] = json.loads(answer.read())
    finally:
        link.close()
    if answer.status >= 300:  # noqa: PLR2004
        raise Wrong(f"import: {answer.status} {str(said)[:800]}")
    return said
