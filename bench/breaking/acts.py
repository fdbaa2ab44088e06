"""What people do meanwhile: deals carried through their stages over HTTP, every act with a mark of its own.

What was answered with a yes is promised; what was not answered may be there once or not at all, but never half.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import Any, Literal

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%% {mark}\n%%EOF\n"
PATIENCE = 15  # seconds for an answer; a server that is stopped gives none
REST = 0.25
Said = Literal["yes", "no", "silence"]


class Silence(Exception):
    """No answer that means anything: the connection broke, or the server said that it can't now."""


class No(Exception):
    """A refusal with its code."""


@dataclass
class Act:
    """One thing somebody did: what, on which deal, under which mark, and what was said to it."""

    what: str
    mark: str
    deal: Deal
    said: Said = "silence"
    code: str = ""


@dataclass
class Deal:
    """A deal as the one who carries it knows it."""

    seller: str
    name: str
    record_id: int = 0
    revision: int = 0
    journey_id: int = 0
    waiting_id: int = 0
    link: str = ""
    step: int = 0


@dataclass
class Journal:
    """Everything that was done, and every answer that no server should give."""

    acts: list[Act] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unsaid: int = 0  # refusals for now that did not say when to come back
    answers: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, what: str, mark: str, deal: Deal) -> Act:
        """Write down that something is tried, before it is."""
        act = Act(what, mark, deal)
        with self.lock:
            self.acts.append(act)
        return act

    def answered(self, status: int, said: Any, *, comes_back: bool) -> None:  # noqa: ANN401 - what a server says
        """Write down an answer; a fault is kept with its words."""
        code = said.get("code", "") if isinstance(said, dict) else ""
        with self.lock:
            self.answers[f"{status} {code}".strip()] += 1
            if code in {"unavailable", "no_room"}:
                self.unsaid += not comes_back
            elif status >= 500:  # noqa: PLR2004
                self.faults.append(f"{status} {said}"[:300])


Step = Callable[["Person", Deal, str], None]


class Person(threading.Thread):
    """Somebody who carries deals until told to stop; what got no answer is sometimes sent once more."""

    def __init__(self, port: int, tokens: dict[str, str], seller: str, journal: Journal, rng: Random) -> None:
        """Prepare; `rng` names the marks and decides what is done next."""
        super().__init__(daemon=True, name=f"person-{seller}")
        self._port, self._tokens, self._seller, self._journal, self._rng = port, tokens, seller, journal, rng
        self._connection: HTTPConnection | None = None
        self._over = threading.Event()
        self._deals: list[Deal] = []
        self._again: list[tuple[Act, Step]] = []

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def leave(self) -> None:
        """Finish the act at hand, then stop."""
        self._over.set()

    def run(self) -> None:
        """Carry deals."""
        while not self._over.is_set():
            self._once_more()
            deal = self._next()
            what, do, repeatable = STEPS[deal.step]
            act = self._journal.begin(what, f"{deal.name}.{deal.step}", deal)
            try:
                do(self, deal, act.mark)
                act.said = "yes"
                deal.step += 1
            except No as no:
                act.said, act.code = "no", str(no)
                self._deals.remove(deal)
            except Silence:
                self._deals.remove(deal)
                if repeatable and self._rng.random() < 0.5:  # noqa: PLR2004
                    self._again.append((act, do))
                self._over.wait(REST)
            if deal.step == len(STEPS):
                self._deals.remove(deal)
        self.hang_up()

    def _next(self) -> Deal:
        if len(self._deals) < 3 or self._rng.random() < 0.1:  # noqa: PLR2004
            self._deals.append(Deal(self._seller, f"{self._seller}-{self._rng.getrandbits(48):012x}"))
        return self._rng.choice(self._deals)

    def _once_more(self) -> None:
        """What got no answer, sent again word by word: it must not happen twice."""
        still, self._again = self._again, []
        for act, do in still:
            try:
                do(self, act.deal, act.mark)
                act.said = "yes"
            except No:
                continue  # somebody was first: the first sending had arrived, or the deal stands elsewhere
            except Silence:
                self._again.append((act, do))

    # ── one request ───────────────────────────────────────────────────────────

    def ask(self, method: str, path: str, body: object = None, *, by: str | None = None) -> Any:  # noqa: ANN401
        """Send JSON and read JSON."""
        content = None if body is None else json.dumps(body).encode()
        return self._send(method, path, content, "application/json", by)

    def upload(self, path: str, mark: str) -> Any:  # noqa: ANN401
        """Send a small PDF whose name and content bear the mark."""
        border = "xxbreakingxx"
        head = f'--{border}\r\ncontent-disposition: form-data; name="file"; filename="{mark}.pdf"\r\n'
        content = PDF.replace(b"{mark}", mark.encode())
        body = f"{head}content-type: application/pdf\r\n\r\n".encode() + content + f"\r\n--{border}--\r\n".encode()
        return self._send("POST", path, body, f"multipart/form-data; boundary={border}", None)

    def _send(self, method: str, path: str, body: bytes | None, sort: str, by: str | None) -> Any:  # noqa: ANN401
        headers = {"content-type": sort, "accept-language": "en"}
        if by != "customer":
            headers["authorization"] = f"Bearer {self._tokens[by or self._seller]}"
        try:
            if self._connection is None:
                self._connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            self._connection.request(method, path, body=body, headers=headers)
            answer = self._connection.getresponse()
            said = json.loads(answer.read() or b"null")
        except (OSError, HTTPException, ValueError) as broken:
            self.hang_up()
            raise Silence from broken
        self._journal.answered(answer.status, said, comes_back="retry-after" in answer.headers)
        if answer.status >= 500:  # noqa: PLR2004
            raise Silence
        if answer.status >= 400:  # noqa: PLR2004
            raise No(said["code"])
        return said


# ── what a deal goes through, one act after the other ─────────────────────────


def _create(me: Person, deal: Deal, mark: str) -> None:
    made = me.ask("POST", "/api/records/opportunity", {"values": {"name": mark, "amount": "5000"}})
    deal.record_id, deal.revision, deal.journey_id = made["id"], made["revision"], made["journey"]["id"]


def _log(me: Person, deal: Deal, mark: str) -> None:
    me.ask("POST", f"/api/records/opportunity/{deal.record_id}/activities", {"kind": "call", "summary": mark})


def _advance(start: str, to: str) -> Step:
    def advance(me: Person, deal: Deal, _: str) -> None:
        me.ask("POST", f"/api/journeys/{deal.journey_id}/advance", {"start": start, "to": to})

    return advance


def _fill(me: Person, deal: Deal, mark: str) -> None:
    sent = {"values": {"medium": mark, "temperature": "80"}, "revision": deal.revision}
    me.ask("PATCH", f"/api/records/opportunity/{deal.record_id}", sent)


def _hand_in(key: str) -> Step:
    def hand_in(me: Person, deal: Deal, mark: str) -> None:
        me.upload(f"/api/journeys/{deal.journey_id}/deliverables/{key}", mark)

    return hand_in


def _send_link(me: Person, deal: Deal, _: str) -> None:
    made = me.ask("POST", f"/api/journeys/{deal.journey_id}/deliverables/receipt/send")
    deal.link = made["url"].rpartition("/")[2]


def _confirm(me: Person, deal: Deal, mark: str) -> None:
    me.ask("POST", f"/api/confirmations/{deal.link}/confirm", {"name": mark}, by="customer")


def _terms(me: Person, deal: Deal, mark: str) -> None:
    shown = me.ask("POST", f"/api/journeys/{deal.journey_id}/deliverables/terms", {"text": f"三七开，质保一年 {mark}"})
    deal.waiting_id = next(thing["id"] for thing in shown["deliverables"] if thing["status"] == "waiting")


def _accept(me: Person, deal: Deal, _: str) -> None:
    me.ask("POST", f"/api/deliverables/{deal.waiting_id}/accept", by="wang")


STEPS: tuple[tuple[str, Step, bool], ...] = (
    ("create", _create, False),
    ("log", _log, False),
    ("advance proposal", _advance("lead", "proposal"), True),
    ("fill", _fill, True),
    ("file proposal_pdf", _hand_in("proposal_pdf"), False),
    ("send", _send_link, False),
    ("confirm", _confirm, True),
    ("advance quote", _advance("proposal", "quote"), True),
    ("log", _log, False),
    ("log", _log, False),
    ("terms", _terms, False),
    ("accept", _accept, True),
    ("advance sign", _advance("quote", "sign"), True),
    ("file esign", _hand_in("esign"), False),
    ("advance won", _advance("sign", "won"), True),
)


def working(people: list[Person], *, seconds: float) -> None:
    """Let them work for a while."""
    for person in people:
        if not person.is_alive():
            person.start()
    time.sleep(seconds)


def gone(people: list[Person]) -> Iterator[Person]:
    """Those who did not stop when told to: whoever waits for an answer for ever."""
    for person in people:
        person.leave()
    for person in people:
        person.join(timeout=PATIENCE + 5)
        if person.is_alive():
            yield person
