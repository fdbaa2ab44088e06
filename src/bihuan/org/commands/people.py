"""People come, change and leave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import Invalid, NotFound, Refusal
from bihuan.kernel.words import Lang
from bihuan.org import passwords, policy, queries
from bihuan.org.commands import acts, places
from bihuan.org.commands.acts import Told
from bihuan.org.models import LogIn, Person, Token
from bihuan.org.viewer import Viewer

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_LONGEST = {"name": 100, "email": 200, "phone": 40}
_PERSONAL = frozenset({"name", "email", "phone"})
CHANGEABLE = frozenset({"name", "email", "phone", "role_key", "manager_id", "lang", "skills"})


class LoginTaken(Refusal):
    """Somebody has this login already."""

    code = "login_taken"
    message = "Somebody has this login already."


class NotYourself(Refusal):
    """Nobody may lock himself out."""

    code = "not_yourself"
    message = "You cannot do this to yourself; ask somebody else who runs the organisation."


class RoleTooWide(Refusal):
    """The role may do more than the one who gives it."""

    code = "role_too_wide"
    message = "You cannot give a role that may do more than your own."


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Who somebody is who begins to work here. Without a password a random one is made, for the first log-in only."""

    login: str
    name: str
    role_key: str
    team_id: int | None = None
    manager_id: int | None = None
    email: str | None = None
    phone: str | None = None
    lang: Lang = "zh"
    skills: tuple[str, ...] = ()
    password: str | None = None


@dataclass(frozen=True)
class Welcome:
    """Somebody new, and the password to hand over, once, where we made it."""

    person: Person
    first_password: str | None


def add_person(session: Session, viewer: Viewer | None, new: NewPerson, *, now: datetime) -> Welcome:
    """Add a person to a team. LoginTaken when the login is in use."""
    acts.may_manage(viewer)
    places.hold_tree(session)
    login = new.login.strip().lower()
    given = {
        "name": new.name,
        "email": new.email,
        "phone": new.phone,
        "role_key": new.role_key,
        "manager_id": new.manager_id,
    }
    _check(session, {"login": login, **given})
    _may_grant(session, viewer, new.role_key)
    if queries.by_login(session, login) is not None:
        raise LoginTaken
    if new.password is not None:
        passwords.check(new.password, login=login)
    made = passwords.first() if new.password is None else None
    person = Person(
        **given,
        login=login,
        team_id=new.team_id,
        lang=new.lang,
        skills=list(new.skills),
        pos=places.place_person(session, queries.team(session, new.team_id) if new.team_id is not None else None),
        active=True,
        password_hash=passwords.hashed(made or new.password or ""),
        must_change=made is not None,
        created_at=now,
    )
    session.add(person)
    session.flush()
    told = Told("person.added", {"login": login, "role": new.role_key, "team_id": new.team_id}, {"name": new.name})
    acts.note_person(session, acts.by(viewer), person, told, now=now)
    return Welcome(person, made)


def change_person(
    session: Session, viewer: Viewer | None, person: Person, changes: Mapping[str, object], *, now: datetime
) -> None:
    """Give a person another name, address, role, manager, language or skills."""
    acts.may_manage(viewer)
    _somebody(person)
    unknown = sorted(set(changes) - CHANGEABLE)
    if unknown:
        raise Invalid(
            [{"field": key, "code": "unknown_field", "message": "This cannot be changed here."} for key in unknown]
        )
    _check(session, changes)
    if changes.get("manager_id") == person.id:
        raise Invalid([{"field": "manager_id", "code": "own_manager", "message": "Nobody is their own manager."}])
    if "role_key" in changes:
        _may_grant(session, viewer, str(changes["role_key"]))
        _may_grant(session, viewer, person.role_key)
    told: list[dict[str, object]] = []
    personal: dict[str, object] = {}
    for key, value in changes.items():
        if key in _PERSONAL:
            personal[key] = {"from": getattr(person, key), "to": value}
            told.append({"field": key})
        else:
            told.append({"field": key, "from": getattr(person, key), "to": value})
        setattr(person, key, value)
    session.flush()
    acts.note_person(
        session, acts.by(viewer), person, Told("person.changed", {"changes": told}, personal or None), now=now
    )


def speak(session: Session, person: Person, lang: Lang, *, now: datetime) -> None:
    """The person reads another language from now on; anybody may choose their own."""
    if person.lang == lang:
        return
    told = Told("person.changed", {"changes": [{"field": "lang", "from": person.lang, "to": lang}]})
    person.lang = lang
    session.flush()
    acts.note_person(session, person.id, person, told, now=now)


def deactivate(session: Session, viewer: Viewer | None, person: Person, *, now: datetime) -> None:
    """Somebody has left: every log-in and every token of theirs is dead at once; what they own stays theirs."""
    acts.may_manage(viewer)
    _somebody(person)
    if viewer is not None and not policy.can(viewer, person.id).deactivate:
        raise NotYourself
    person.active = False
    shut_out(session, person.id)
    session.execute(
        update(Token).where(Token.person_id == person.id, Token.revoked_at.is_(None)).values(revoked_at=now)
    )
    session.flush()
    acts.note_person(session, acts.by(viewer), person, Told("person.deactivated"), now=now)


def reactivate(session: Session, viewer: Viewer | None, person: Person, *, now: datetime) -> None:
    """Somebody is back; tokens stay revoked."""
    acts.may_manage(viewer)
    _somebody(person)
    _may_grant(session, viewer, person.role_key)
    person.active = True
    session.flush()
    acts.note_person(session, acts.by(viewer), person, Told("person.reactivated"), now=now)


def reset_password(session: Session, viewer: Viewer | None, person: Person, *, now: datetime) -> str:
    """A new random password for somebody who forgot theirs; every log-in of theirs ends."""
    acts.may_manage(viewer)
    _somebody(person)
    _may_grant(session, viewer, person.role_key)
    made = passwords.first()
    person.password_hash, person.must_change = passwords.hashed(made), True
    shut_out(session, person.id)
    session.flush()
    acts.note_person(session, acts.by(viewer), person, Told("person.password_reset"), now=now)
    return made


def shut_out(session: Session, person_id: int) -> None:
    """End every log-in of a person."""
    session.execute(delete(LogIn).where(LogIn.person_id == person_id))


def stand_for(session: Session, key: str, name: str, *, now: datetime) -> int:
    """The owner of what belongs to nobody in particular: it never logs in, works nowhere and is listed nowhere.

    Only who sees all sees what it owns: it stands beyond all teams. Called otherwise by now, it takes the new name.
    """
    login = f"{queries.NOBODY}{key}"
    found = queries.by_login(session, login)
    if found is None:
        places.hold_tree(session)
        found = queries.by_login(session, login) or _stand_in(session, login, name, now=now)
    if found.name != name:
        found.name = name
        session.flush()
        acts.note_person(session, None, found, Told("person.changed", {"changes": [{"field": "name"}]}), now=now)
    return found.id


def _stand_in(session: Session, login: str, name: str, *, now: datetime) -> Person:
    made = Person(
        login=login,
        name=name,
        role_key="",
        team_id=None,
        manager_id=None,
        email=None,
        phone=None,
        lang="zh",
        skills=[],
        active=False,
        pos=places.place_person(session, None),
        password_hash="",
        must_change=False,
        created_at=now,
    )
    session.add(made)
    session.flush()
    acts.note_person(session, None, made, Told("person.added", {"login": login}), now=now)
    return made


def _somebody(person: Person) -> None:
    """NotFound for what is no person: nobody is to wake it up."""
    if person.login.startswith(queries.NOBODY):
        raise NotFound


def _may_grant(session: Session, viewer: Viewer | None, role_key: str) -> None:
    """Who may do less than a role can't give it, take it over by its password, or bring it back."""
    known = queries.roles(session)
    other = known.get(role_key)
    if viewer is not None and other is not None and not policy.may_grant(known.get(viewer.role_key), other):
        raise RoleTooWide


def _check(session: Session, given: Mapping[str, object]) -> None:
    problems: list[dict[str, object]] = []
    if "login" in given and not LOGIN.fullmatch(str(given["login"])):
        message = "A login has 1 to 64 lower-case letters, digits and . _ @ -, and begins with a letter or digit."
        problems.append({"field": "login", "code": "pattern", "message": message})
    for key, longest in _LONGEST.items():
        text = given.get(key)
        if (text is not None and len(str(text)) > longest) or (
            key == "name" and key in given and not str(text or "").strip()
        ):
            problems.append(
                {"field": key, "code": "length", "message": f"At most {longest} characters.", "high": longest}
            )
    if "role_key" in given and given["role_key"] not in queries.roles(session):
        known = sorted(queries.roles(session))
        problems.append(
            {"field": "role_key", "code": "unknown_role", "message": "There is no such role.", "known": known}
        )
    manager_id = given.get("manager_id")
    if isinstance(manager_id, int) and not queries.names(session, [manager_id]):
        problems.append({"field": "manager_id", "code": "unknown_person", "message": "There is no such person."})
    if problems:
        raise Invalid(problems)
