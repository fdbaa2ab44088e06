"""Taking parts of a pack into a draft: seen beforehand, conflicts decided one by one, done as one step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, Field

from bihuan.design import combining, commands, differing, policy, queries
from bihuan.design.api import shapes
from bihuan.design.combining import Combined, Decision, Piece, Standing, Thing
from bihuan.design.definition import Blueprint
from bihuan.design.differing import Change
from bihuan.design.examining import examined
from bihuan.design.fault import Fault
from bihuan.design.operations import Body, carried_out
from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Invalid
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Lang, Words
from bihuan.org.asking import Asking
from bihuan.packs import gallery, reading, samples

router = web.doors(prefix="/design", tags=["design"])
MOST_CHOSEN, MOST_SAID = 200, 60
ThingName = Annotated[str, Field(pattern=r"^[a-z_]{1,40}\.[a-z][a-z0-9_]{0,39}$")]


class CombiningBreaks(Invalid):
    """What is taken would refer to something that is not there."""

    code = "combining_breaks"
    message = "What is taken would not fit what is kept. Nothing was taken."


class MixAsked(shapes.Body):
    """Which things of a pack (`objects.customer`), and what to do where mine of the same key is another."""

    pack: Annotated[str, Field(max_length=40)]
    chosen: Annotated[list[ThingName], Field(max_length=MOST_CHOSEN, default_factory=list)]
    decisions: Annotated[dict[ThingName, Decision], Field(max_length=MOST_CHOSEN, default_factory=dict)]


class TakeAsked(MixAsked):
    """The same, and the revision of the draft that was looked at."""

    revision: Annotated[int, Field(ge=0, le=2**31 - 1)]


class PackTitleOut(BaseModel):
    """A pack by name."""

    key: str
    title: str


class PackTitles(BaseModel):
    """The packs there are."""

    items: list[PackTitleOut]


class PackThingOut(BaseModel):
    """A thing of a pack, and how it stands to mine of the same key."""

    thing: str
    part: str
    label: str
    standing: Standing


class DifferenceOut(BaseModel):
    """One difference of two things, side by side: None where it is not there."""

    place: str
    about: str
    mine: str | None
    theirs: str | None


class PieceOut(PackThingOut):
    """A thing that would come: for whom it comes along, under which key, and what differs from mine; `more` besides."""

    decision: Decision | None
    by: list[str]
    target: str | None
    differs: list[DifferenceOut]
    more: int


class MixOut(BaseModel):
    """What a choice means. With `faults` it does not fit and can't be taken."""

    things: list[PackThingOut]
    pieces: list[PieceOut]
    faults: list[shapes.FaultOut]
    acts: int


@router.get("/packs")
def packs(viewer: Asking) -> PackTitles:
    """The packs that something can be taken of."""
    policy.configure(viewer)
    return PackTitles(items=[PackTitleOut(key=one.key, title=one.title) for one in gallery.shelf(viewer.lang)])


@router.post("/drafts/{draft_id}/packs")
def look(draft_id: shapes.Id, asked: MixAsked, viewer: Asking, session: UnitOfWork) -> MixOut:
    """What taking these things would mean. Nothing is changed."""
    policy.configure(viewer)
    mine, theirs = queries.draft(session, draft_id).body, _body(asked.pack)
    found = _combined(mine, theirs, asked)
    known, lang = combining.things(theirs), viewer.lang
    standing = combining.standing(mine, theirs)
    changes = differing.changes(mine, theirs, lang) if any(piece.decision for piece in found.pieces) else []
    return MixOut(
        things=[
            PackThingOut(thing=".".join(thing), part=thing[0], label=_label(one, lang), standing=standing[thing])
            for thing, one in known.items()
        ],
        pieces=[_piece(known, piece, changes, lang) for piece in found.pieces],
        faults=shapes.faults(_breaks(mine, found)),
        acts=len(found.operations),
    )


@router.post("/drafts/{draft_id}/packs/take")
def take(
    draft_id: shapes.Id, asked: TakeAsked, viewer: Asking, session: UnitOfWork, request: Request
) -> shapes.DraftOut:
    """Take them, as one step of the draft. CombiningBreaks names what would refer to nothing."""
    policy.configure(viewer)
    draft = queries.draft(session, draft_id, held=True)
    found = _combined(draft.body, _body(asked.pack), asked)
    breaks = _breaks(draft.body, found)
    if breaks:
        raise CombiningBreaks([one.problem() for one in breaks])
    samples.keep(asked.pack, request.app.state.files)
    if found.operations:
        draft = commands.edit(session, viewer, draft_id, found.operations, revision=asked.revision, now=clock.now())
    return shapes.shown(session, viewer, draft)


def _combined(mine: Body, theirs: Body, asked: MixAsked) -> Combined:
    decisions = {_thing(name): decision for name, decision in asked.decisions.items()}
    return combining.combined(mine, theirs, [_thing(name) for name in asked.chosen], decisions)


def _thing(name: str) -> Thing:
    part, _, key = name.partition(".")
    return part, key


def _body(pack: str) -> Body:
    return Blueprint.model_validate(reading.blueprint(pack)).body()


def _breaks(mine: Body, found: Combined) -> list[Fault]:
    """What would be wrong then and isn't now."""
    if not found.operations:
        return []
    after, _ = carried_out(mine, found.operations)
    before = {(one.place, one.code, one.message) for one in examined(mine)[1]}
    return [one for one in examined(after)[1] if (one.place, one.code, one.message) not in before]


def _piece(known: Mapping[Thing, Body], piece: Piece, changes: Sequence[Change], lang: Lang) -> PieceOut:
    label = _label(known[piece.thing], lang)
    differs = list(_differs(piece.thing, label, changes)) if piece.decision else []
    return PieceOut(
        thing=".".join(piece.thing),
        part=piece.thing[0],
        label=label,
        standing=piece.standing,
        decision=piece.decision,
        by=[_label(known[one], lang) for one in piece.by],
        target=piece.target,
        differs=differs[:MOST_SAID],
        more=max(len(differs) - MOST_SAID, 0),
    )


def _differs(thing: Thing, label: str, changes: Sequence[Change]) -> Iterator[DifferenceOut]:
    """Mine and theirs of one thing, difference by difference; where it stands in its list is no difference."""
    inside = ".".join(thing) + "."
    for one in changes:
        if one.place.startswith(inside):
            about = _without(one.about or one.words, label)
            yield DifferenceOut(place=one.place, about=about, mine=one.was, theirs=one.now)


def _without(about: str, title: str) -> str:
    """What differs, without the name of the thing that it differs in."""
    head, _, rest = about.partition(" · ")
    return rest if rest and title in head else about


def _label(one: dict[str, Any], lang: Lang) -> str:
    return Words.model_validate(one["label"]).say(lang)
