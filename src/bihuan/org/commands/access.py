"""Getting in and out: log-ins, passwords and tokens. Every one of them leaves a line in the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import Forbidden, Invalid, Kind, Refusal
from bihuan.org import keys, passwords, queries
from bihuan.org.commands import acts, people
from bihuan.org.commands.acts import Told
from bihuan.org.models import Attempt, LogIn, Person, Token
from bihuan.org.viewer import Viewer

TRIES, WINDOW = 5, timedelta(minutes=15)
LONGEST_NAME = 100


class WrongLogin(Refusal):
    """Wrong login, wrong password, a person who left: one answer for all."""

    code = "wrong_login"
    kind = Kind.UNAUTHENTICATED
    message = "Login or password is wrong."


class WrongPassword(Refusal):
    """The present password was not right."""

    code = "wrong_password"
    kind = Kind.FORBIDDEN
    message = "The present password is not right."


class TooManyTries(Refusal):
    """Somebody is guessing, or has forgotten; either way it takes a pause."""

    code = "too_many_tries"
    kind = Kind.TOO_MANY
    message = "Too many wrong tries. Wait a while and try again."

    def __init__(self, retry_after: int) -> None:
        """Keep how many seconds to wait."""
        super().__init__()
        self.retry_after = retry_after

    def facts(self) -> dict[str, object]:
        """Seconds until the next try."""
        return {"retry_after": self.retry_after}


@dataclass(frozen=True)
class LogInTried:
    """Who tries to log in, as far as known before the password is: nobody's id and no hash for an unknown login."""

    person_id: int | None
    kept: str | None


def count_try(session: Session, login: str, address: str, *, now: datetime) -> LogInTried:
    """Count a try before it is judged, so that many at once can't slip by. TooManyTries after five in 15 minutes."""
    key = keys.digest(login.strip().lower())
    began = Attempt.first_at < now - WINDOW
    counted = (
        insert(Attempt)
        .values(login_hash=key, address=address, tries=1, first_at=now)
        .on_conflict_do_update(
            index_elements=[Attempt.login_hash, Attempt.address],
            set_={
                "tries": case((began, 1), else_=Attempt.tries + 1),
                "first_at": case((began, now), else_=Attempt.first_at),
            },
        )
        .returning(Attempt.tries, Attempt.first_at)
    )
    tries, first_at = session.execute(counted).one()
    if tries > TRIES:
        raise TooManyTries(max(1, int((first_at + WINDOW - now).total_seconds())))
    found = queries.by_login(session, login.strip().lower())
    if found is None or not found.active:
        return LogInTried(None, None)
    return LogInTried(found.id, found.password_hash)


def note_wrong_password(session: Session, person_id: int, address: str, *, now: datetime) -> None:
    """Somebody tried to get in as this person and failed."""
    person = queries.person(session, person_id)
    acts.note_person(session, None, person, Told("person.login_failed", {}, {"address": address}), now=now)


def log_in(
    session: Session, person_id: int, *, password: str, agent: str, address: str, now: datetime
) -> tuple[str, LogIn]:
    """Open a log-in for a person whose password was right: the cookie's text, kept nowhere, and the log-in."""
    person = queries.person(session, person_id)
    if passwords.outdated(person.password_hash):
        person.password_hash = passwords.hashed(password)
    cookie = keys.made(db.workspace_of(session))
    opened = LogIn(
        token_hash=keys.digest(cookie),
        person_id=person.id,
        csrf=keys.made("csrf"),
        created_at=now,
        seen_at=now,
        expires_at=now + keys.LONGEST,
        agent=agent[:200],
    )
    session.add(opened)
    session.execute(
        delete(Attempt).where(
            (Attempt.first_at < now - WINDOW)
            | ((Attempt.login_hash == keys.digest(person.login)) & (Attempt.address == address))
        )
    )
    session.execute(delete(LogIn).where((LogIn.expires_at <= now) | (LogIn.seen_at <= now - keys.IDLE)))
    session.flush()
    acts.note_person(session, person.id, person, Told("person.logged_in", {}, {"address": address}), now=now)
    return cookie, opened


def log_out(session: Session, cookie: str, *, now: datetime) -> None:
    """End one log-in, if it still lives."""
    found = queries.log_in(session, cookie, now)
    if found is None:
        return
    opened, person = found
    session.delete(opened)
    session.flush()
    acts.note_person(session, person.id, person, Told("person.logged_out"), now=now)


def change_password(session: Session, person: Person, *, old: str, new: str, now: datetime) -> None:
    """Choose another password; every log-in of the person ends. WrongPassword unless the present one was right."""
    if not passwords.matches(person.password_hash, old):
        raise WrongPassword
    passwords.check(new, login=person.login)
    if new == old:
        raise Invalid([{"field": "password", "code": "same", "message": "The new password is the present one."}])
    person.password_hash, person.must_change = passwords.hashed(new), False
    people.shut_out(session, person.id)
    session.flush()
    acts.note_person(session, person.id, person, Told("person.password_changed"), now=now)


def make_token(
    session: Session,
    person: Person,
    *,
    name: str,
    now: datetime,
    scopes: Iterable[str] = keys.SCOPES,
    expires_at: datetime | None = None,
) -> tuple[str, Token]:
    """A key for a program that acts for this person: its text, told once, here, and the row it is known by."""
    wanted = sorted(set(scopes), key=keys.SCOPES.index) if set(scopes) <= set(keys.SCOPES) else []
    problems: list[dict[str, object]] = []
    if not wanted:
        problems.append(
            {"field": "scopes", "code": "unknown_choice", "message": "Which scopes?", "known": list(keys.SCOPES)}
        )
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        problems.append({"field": "name", "code": "length", "message": f"A name has 1 to {LONGEST_NAME} characters."})
    if expires_at is not None and expires_at <= now:
        problems.append({"field": "expires_at", "code": "past", "message": "This moment is over already."})
    if problems:
        raise Invalid(problems)
    text = keys.made(db.workspace_of(session))
    token = Token(
        person_id=person.id,
        name=name.strip(),
        token_hash=keys.digest(text),
        scopes=wanted,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(token)
    session.flush()
    told = Told("token.made", {"token_id": token.id, "name": token.name, "scopes": wanted})
    acts.note_person(session, person.id, person, told, now=now)
    return text, token


def revoke_token(session: Session, viewer: Viewer, token: Token, *, now: datetime) -> None:
    """End a token. Forbidden for somebody else's without the right to run the organisation."""
    if token.person_id != viewer.person_id and not viewer.may("org.manage"):
        raise Forbidden("org.manage")
    token.revoked_at = token.revoked_at or now
    session.flush()
    person = queries.person(session, token.person_id)
    acts.note_person(session, viewer.person_id, person, Told("token.revoked", {"token_id": token.id}), now=now)
