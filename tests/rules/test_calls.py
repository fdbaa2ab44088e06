"""Telling other systems: once, signed, tried later and later, and never anybody inside."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.org import queries as org
from bihuan.rules import commands
from bihuan.rules.commands import calling
from bihuan.rules.models import Call
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal
from tests.rules.conftest import rule, runs, work

NewDeal = Callable[[], Deal]
Release = Callable[..., int]
HOOK = {"do": "webhook", "url": "https://erp.example.com/hook", "fields": ["amount", "name"]}


@pytest.fixture
def told(released: Release, new_deal: NewDeal) -> Deal:
    """A deal of which another system shall be told."""
    released(rule("erp", "record.created", HOOK))
    deal = new_deal().opened(amount=5000)
    work(deal)
    return deal


def calls(deal: Deal) -> list[Call]:
    return list(deal.session.scalars(select(Call).order_by(Call.id).execution_options(populate_existing=True)))


def test_another_system_hears_what_happened_and_the_fields_that_were_chosen(told: Deal) -> None:
    (errand,) = commands.take_errands(told.session, now=told.now, limit=9)
    said = json.loads(errand.body)
    assert (said["event"], said["rule"], said["record"]) == ("record.created", "erp", told.record_id)
    assert said["fields"] == {"amount": 5000, "name": "东方化工 · 循环泵"}
    assert commands.take_errands(told.session, now=told.now, limit=9) == [], "nobody else calls meanwhile"


def test_who_died_while_calling_is_replaced(told: Deal) -> None:
    (first,) = commands.take_errands(told.session, now=told.now, limit=9)
    (second,) = commands.take_errands(told.session, now=told.now + calling.LEASE, limit=9)
    assert first.headers[calling.DELIVERY] == second.headers[calling.DELIVERY], "whoever hears it twice can tell"


def test_a_no_is_tried_later_and_later_and_at_last_no_more(told: Deal) -> None:
    waits = []
    for _ in range(calling.TRIES):
        (errand,) = commands.take_errands(told.session, now=told.now, limit=9)
        commands.heard_back(told.session, errand.id, status=500, trouble="status 500", now=told.now)
        (call,) = calls(told)
        waits.append(int((call.next_at - told.now) / timedelta(minutes=1)))
        told.now = call.next_at
    assert waits[:-1] == [1, 5, 25, 120, 360, 720, 1440]
    assert (calls(told)[0].state, commands.take_errands(told.session, now=told.now, limit=9)) == ("dead", [])


def test_a_call_is_signed_so_that_its_hearer_can_tell_it_is_ours(released: Release, new_deal: NewDeal) -> None:
    released(rule("erp", "record.created", {**HOOK, "secret": "erp_key"}))
    deal = new_deal().opened()
    work(deal)
    assert commands.take_errands(deal.session, now=deal.now, limit=9) == [], "unsigned it is not sent"
    sun = org.viewer(deal.session, deal.cast.id("sun"))
    key = bytes.fromhex(commands.make_secret(deal.session, sun, "erp_key", now=deal.now))
    (errand,) = commands.take_errands(deal.session, now=deal.later(minutes=2).now, limit=9)
    at, mark = (part.partition("=")[2] for part in errand.headers[calling.SIGNATURE].split(","))
    assert mark == hmac.new(key, at.encode() + b"." + errand.body, hashlib.sha256).hexdigest()
    stored = deal.session.connection().exec_driver_sql("SELECT sealed FROM rules_secret").scalar_one()
    assert key not in bytes(stored)


def test_what_the_author_may_not_see_is_told_to_nobody(released: Release, new_deal: NewDeal) -> None:
    released(rule("erp", "record.created", {**HOOK, "fields": ["cost", "name"]}), by="sun")
    deal = new_deal()
    sun = org.people(deal.session)
    next(one for one in sun if one.login == "sun").role_key = "rep"
    deal.session.flush()
    work(deal.opened("sun"))
    (errand,) = commands.take_errands(deal.session, now=deal.now, limit=9)
    assert json.loads(errand.body)["fields"] == {"name": "东方化工 · 循环泵"}


def test_a_letter_to_the_customer_names_what_stands_in_the_record(session: Session, new_deal: NewDeal) -> None:
    document = deepcopy(BLUEPRINT)
    fields = next(one for one in document["objects"] if one["key"] == "opportunity")["fields"]
    fields.append({"key": "email", "label": "邮箱", "type": "email"})
    letter = {"do": "mail", "field": "email", "subject": "{name} 的资料", "text": "您好，<b>{medium}</b>"}
    document["rules"] = [rule("letter", "record.created", letter)]
    design.release(session, None, document, note="mail", now=MONDAY_9)
    deal = new_deal().opened(email="li@example.com", medium="酸 & 碱")
    work(deal)
    (errand,) = commands.take_errands(deal.session, now=deal.now, limit=9)
    assert errand.letter is not None
    assert (errand.letter.to, errand.letter.subject) == ("li@example.com", "东方化工 · 循环泵 的资料")
    assert errand.letter.text == "您好，<b>酸 & 碱</b>"
    assert errand.letter.html == "<p>您好，&lt;b&gt;酸 &amp; 碱&lt;/b&gt;</p>"
    work(new_deal().opened())
    assert [one.trouble and one.trouble["code"] for one in runs(deal)] == [None, "no_address"]
