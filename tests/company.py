"""A small company to test on: its blueprint, and the cast that works there.

Chen sells valves; Lin sits beside him; Wang leads both; Zhao leads the pumps; Sun runs the system.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.org.viewer import Viewer

MONDAY_9 = datetime(2026, 3, 2, 1, tzinfo=UTC)  # nine o'clock in Shanghai
PASSWORD = "correct-horse-7"
LOGINS = ("chen", "lin", "wang", "zhao", "sun")
ALL_ACTIONS = ["read", "create", "update", "delete", "export"]

BLUEPRINT: dict[str, Any] = {
    "name": {"zh": "试验公司", "en": "Test company"},
    "dictionaries": [
        {
            "key": "sources",
            "label": {"zh": "来源", "en": "Source"},
            "entries": [
                {"key": "fair", "label": {"zh": "展会", "en": "Fair"}},
                {"key": "web", "label": {"zh": "官网", "en": "Website"}},
                {"key": "referral", "label": {"zh": "转介绍", "en": "Referral"}},
            ],
        }
    ],
    "objects": [
        {
            "key": "customer",
            "label": {"zh": "客户", "en": "Customer"},
            "title": "name",
            "quick": ["name", "phone", "source"],
            "list_columns": ["name", "phone", "source", "city"],
            "fields": [
                {"key": "name", "label": {"zh": "名称", "en": "Name"}, "type": "text", "required": True},
                {"key": "phone", "label": {"zh": "电话", "en": "Phone"}, "type": "phone", "personal": True},
                {"key": "source", "label": {"zh": "来源", "en": "Source"}, "type": "choice", "dictionary": "sources"},
                {"key": "city", "label": {"zh": "城市", "en": "City"}, "type": "text"},
            ],
        },
        {
            "key": "product",
            "label": {"zh": "产品", "en": "Product"},
            "title": "name",
            "visibility": "everyone",
            "quick": ["name"],
            "fields": [
                {"key": "name", "label": {"zh": "名称", "en": "Name"}, "type": "text", "required": True},
                {"key": "price", "label": {"zh": "价格", "en": "Price"}, "type": "money"},
            ],
        },
        {
            "key": "opportunity",
            "label": {"zh": "商机", "en": "Opportunity"},
            "title": "name",
            "quick": ["name", "customer", "amount"],
            "list_columns": ["name", "customer", "amount", "medium"],
            "fields": [
                {"key": "name", "label": {"zh": "名称", "en": "Name"}, "type": "text", "required": True},
                {"key": "customer", "label": {"zh": "客户", "en": "Customer"}, "type": "reference", "to": "customer"},
                {"key": "product", "label": {"zh": "产品", "en": "Product"}, "type": "reference", "to": "product"},
                {"key": "amount", "label": {"zh": "金额", "en": "Amount"}, "type": "money", "min": 0},
                {"key": "cost", "label": {"zh": "成本", "en": "Cost"}, "type": "money"},
                {"key": "medium", "label": {"zh": "介质", "en": "Medium"}, "type": "text"},
                {"key": "temperature", "label": {"zh": "温度", "en": "Temperature"}, "type": "decimal", "unit": "°C"},
                {"key": "needs_tender", "label": {"zh": "要招标", "en": "Tender"}, "type": "boolean"},
            ],
        },
    ],
    "processes": [
        {
            "key": "sales",
            "label": {"zh": "销售流程", "en": "Sales"},
            "object": "opportunity",
            "amount": "amount",
            "follow_up": "48 hours",
            "lost_reasons": [
                {"key": "price", "label": {"zh": "价格", "en": "Price"}},
                {"key": "silent", "label": {"zh": "无回音", "en": "No answer"}},
            ],
            "stages": [
                {
                    "key": "lead",
                    "label": {"zh": "线索", "en": "Lead"},
                    "limit": "2 workdays",
                    "warn_before": "1 workday",
                    "escalate_after": "1 workday",
                    "gate": {"fields": ["amount"]},
                },
                {
                    "key": "tender",
                    "label": {"zh": "招标", "en": "Tender"},
                    "when": {"field": "needs_tender", "op": "eq", "value": True},
                    "back_to": ["lead"],
                    "gate": {"fields": ["customer"]},
                },
                {
                    "key": "proposal",
                    "label": {"zh": "方案", "en": "Proposal"},
                    "limit": "3 workdays",
                    "back_to": ["lead"],
                    "gate": {
                        "fields": ["medium", "temperature"],
                        "deliverables": [
                            {
                                "key": "proposal_pdf",
                                "label": {"zh": "技术方案 PDF", "en": "Technical proposal PDF"},
                                "kind": "file",
                                "types": ["pdf"],
                            },
                            {
                                "key": "receipt",
                                "label": {"zh": "客户确认收到", "en": "Receipt confirmed by the customer"},
                                "kind": "confirmation",
                                "of": "proposal_pdf",
                            },
                        ],
                    },
                },
                {
                    "key": "quote",
                    "label": {"zh": "报价", "en": "Quote"},
                    "limit": "5 days",
                    "back_to": ["proposal", "lead"],
                    "gate": {
                        "deliverables": [
                            {
                                "key": "summaries",
                                "label": {"zh": "沟通纪要", "en": "Summaries"},
                                "kind": "summary",
                                "count": 2,
                            },
                            {
                                "key": "terms",
                                "label": {"zh": "商务条款", "en": "Terms"},
                                "kind": "text",
                                "min_length": 10,
                                "review": "manager",
                            },
                        ],
                        "checks": [
                            {
                                "key": "big",
                                "label": {"zh": "金额大于 1,000", "en": "Amount above 1,000"},
                                "holds": {"field": "amount", "op": "gt", "value": 1000},
                            }
                        ],
                    },
                },
                {
                    "key": "sign",
                    "label": {"zh": "签约", "en": "Sign"},
                    "back_to": ["quote"],
                    "gate": {
                        "deliverables": [
                            {
                                "key": "esign",
                                "label": {"zh": "电子签", "en": "E-signature"},
                                "kind": "file",
                                "types": ["pdf"],
                            },
                            {"key": "paper", "label": {"zh": "纸质合同编号", "en": "Paper number"}, "kind": "text"},
                            {"key": "scan", "label": {"zh": "扫描件", "en": "Scan"}, "kind": "photo"},
                        ],
                        "alternatives": [
                            {
                                "key": "signed",
                                "label": {"zh": "电子签，或纸质加扫描", "en": "E-signature, or paper and scan"},
                                "ways": [["esign"], ["paper", "scan"]],
                            }
                        ],
                    },
                },
            ],
        }
    ],
    "roles": [
        {
            "key": "rep",
            "label": {"zh": "销售", "en": "Rep"},
            "scope": "own",
            "objects": {"*": ["read", "create", "update"], "product": ["read"]},
            "hidden": {"opportunity": ["cost"]},
        },
        {
            "key": "manager",
            "label": {"zh": "主管", "en": "Manager"},
            "scope": "team",
            "rights": [
                "process.exception",
                "process.review",
                "process.move_any",
                "records.assign",
                "metrics.read",
            ],
            "objects": {"*": ALL_ACTIONS},
        },
        {
            "key": "admin",
            "label": {"zh": "系统管理员", "en": "Administrator"},
            "scope": "all",
            "rights": [
                "process.exception",
                "process.review",
                "process.move_any",
                "records.assign",
                "import.run",
                "org.manage",
                "blueprint.release",
                "metrics.read",
                "tokens.create",
            ],
            "objects": {"*": ALL_ACTIONS},
        },
    ],
    "activity_kinds": [
        {"key": "call", "label": {"zh": "电话", "en": "Call"}, "counts_as_contact": True},
        {"key": "visit", "label": {"zh": "拜访", "en": "Visit"}, "counts_as_contact": True},
        {"key": "note", "label": {"zh": "备注", "en": "Note"}, "counts_as_contact": False},
    ],
    "dashboards": [
        {
            "key": "everyone",
            "label": {"zh": "大家的看板", "en": "Everybody's board"},
            "roles": ["rep", "manager", "admin"],
            "widgets": [{"key": "longest", "question": "longest"}],
        },
        {
            "key": "lead",
            "label": {"zh": "主管看板", "en": "Manager's board"},
            "roles": ["manager"],
            "widgets": [
                {"key": "open", "question": "open_by_owner", "place": {"column": 1, "row": 1, "width": 6, "height": 4}},
                {
                    "key": "health",
                    "question": "health",
                    "stages": ["lead", "proposal"],
                    "place": {"column": 1, "row": 5, "width": 12, "height": 6},
                },
            ],
        },
    ],
}


@dataclass(frozen=True)
class Cast:
    """The five, by their ids."""

    chen: int
    lin: int
    wang: int
    zhao: int
    sun: int

    def id(self, login: str) -> int:
        """The id behind a login."""
        return int(getattr(self, login))


def furnish(session: Session, *, now: datetime = MONDAY_9) -> Cast:
    """Release the blueprint and hire the cast into an empty workspace."""
    design.release(session, None, BLUEPRINT, note="test", now=now)
    company = org.add_team(session, None, name="试验公司", kind="company", parent_id=None, now=now)
    east = org.add_team(session, None, name="华东", kind="region", parent_id=company.id, now=now)
    valves = org.add_team(session, None, name="阀门组", kind="team", parent_id=east.id, now=now)
    pumps = org.add_team(session, None, name="水泵组", kind="team", parent_id=east.id, now=now)
    hired = {}
    for login, name, role, team in (
        ("wang", "王主管", "manager", valves),
        ("zhao", "赵主管", "manager", pumps),
        ("chen", "陈销售", "rep", valves),
        ("lin", "林销售", "rep", valves),
        ("sun", "孙管理", "admin", company),
    ):
        new = org.NewPerson(login=login, name=name, role_key=role, team_id=team.id, password=PASSWORD)
        hired[login] = org.add_person(session, None, new, now=now).person.id
    org.change_team(session, None, valves, {"manager_id": hired["wang"]}, now=now)
    org.change_team(session, None, pumps, {"manager_id": hired["zhao"]}, now=now)
    org.change_team(session, None, company, {"manager_id": hired["sun"]}, now=now)
    return Cast(**hired)


def viewer(session: Session, person_id: int) -> Viewer:
    """One of the cast, as somebody who asks."""
    return people.viewer(session, person_id)
