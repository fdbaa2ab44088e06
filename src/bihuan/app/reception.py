"""The door for new companies: whoever holds the set-up code looks at the packs and founds a workspace with one.

Nobody is logged in here, so nothing of any workspace is shown; what is founded is entered at once.
"""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from bihuan.app import founding, setup
from bihuan.app.founding import Founded, Ground, Wish
from bihuan.kernel import clock
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import Lang, Words, lang_of
from bihuan.org import asking, commands
from bihuan.org.api import shapes
from bihuan.org.api.shapes import Asked, Opened
from bihuan.org.asking import FromElsewhere
from bihuan.packs import gallery, reading, tailoring, tasting
from bihuan.packs.gallery import Shown
from bihuan.packs.making import Colleague
from bihuan.packs.tailoring import OwnStage

# Founding takes seconds and a wrong code waits on purpose: both in FastAPI's own threads, beside the doors' work.
router = APIRouter(tags=["setup"])
MOST_COLLEAGUES, MOST_STAGES = 5, 40
LEAST_SECONDS = 0.25  # a wrong code takes this long
Code = Annotated[str, Field(max_length=100)]


class SetupOut(BaseModel):
    """Whether workspaces are made over the web here."""

    open: bool


class CodeAsked(Asked):
    """Whoever says the set-up code."""

    code: Code


class PackStageOut(BaseModel):
    """A stage that gets a name and a limit of the company's own. `limit` is as the pack says: `5 workdays`."""

    key: str
    label: str
    limit: str | None


class PackRoleOut(BaseModel):
    """A role that a colleague may have; `leads` for the one of those who lead a team."""

    key: str
    label: str
    leads: bool


class PackFigureOut(BaseModel):
    """A reference value of the trade, and where it comes from."""

    label: str
    value: str
    source: str


class PackOut(BaseModel):
    """A pack on the shelf, in the language of whoever asks.

    `picture` is an SVG, `handbook` Markdown; `object` is what goes along its first process; `samples` says whether it
    has customers to try it with.
    """

    key: str
    title: str
    promise: str
    for_whom: str
    inside: list[str]
    figures: list[PackFigureOut]
    tags: list[str]
    counts: dict[str, int]
    picture: str
    handbook: str
    object: str
    stages: list[PackStageOut]
    roles: list[PackRoleOut]
    samples: bool


class StageAsked(Asked):
    """What a stage is called here, and how long it may last."""

    key: Annotated[str, Field(max_length=40)]
    label: Annotated[str, Field(max_length=200)]
    limit: Annotated[str, Field(max_length=40)] | None


class ColleagueAsked(Asked):
    """Somebody who shall be there from the first day on."""

    name: Annotated[str, Field(max_length=100)]
    role: Annotated[str, Field(max_length=40)]
    leads: bool = False


class WorkspaceAsked(CodeAsked):
    """A workspace as it shall be. Without a key one is made of the name."""

    pack: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(max_length=200)]
    key: Annotated[str, Field(max_length=30)] | None = None
    login: Annotated[str, Field(max_length=64)] = "admin"
    password: Annotated[str, Field(max_length=1024)]
    lang: Lang = "zh"
    stages: Annotated[list[StageAsked], Field(max_length=MOST_STAGES, default_factory=list)]
    colleagues: Annotated[list[ColleagueAsked], Field(max_length=MOST_COLLEAGUES, default_factory=list)]
    samples: bool = False


class WelcomeOut(BaseModel):
    """A colleague's log-in and first password, to hand over: told once."""

    name: str
    login: str
    password: str | None


class FoundedOut(BaseModel):
    """The workspace, already entered. `import_id` is the import of the customers to try it with."""

    key: str
    name: str
    opened: Opened
    colleagues: list[WelcomeOut]
    import_id: int | None


@router.get("/setup")
def look(request: Request) -> SetupOut:
    """Whether workspaces are made over the web here."""
    return SetupOut(open=_most(request) > 0 and setup.code(request.app.state.data) is not None)


@router.post("/setup")
def enter(asked: CodeAsked, request: Request) -> list[PackOut]:
    """Say the set-up code and see the packs."""
    _let_in(asked, request)
    lang = lang_of(request.headers.get("accept-language"))
    return [_shown(pack, lang) for pack in gallery.shelf(lang)]


@router.post("/workspaces", status_code=201)
def found(asked: WorkspaceAsked, request: Request, response: Response) -> FoundedOut:
    """Found a workspace and log in to it: all of it, or nothing is left behind."""
    _let_in(asked, request)
    state, now = request.app.state, clock.now()
    ground = Ground(engine=state.engine, data=state.data, files=state.files, most=_most(request))
    with founding.founding(ground, _wish(asked), now=now) as founded:
        found_in = commands.log_in(
            founded.session,
            founded.admin.person.id,
            password=asked.password,
            agent=request.headers.get("user-agent", ""),
            address=shapes.address(request),
            now=now,
        )
        opened = shapes.opened(request, response, founded.admin.person, found_in)
        return _told(founded, asked, opened)


def _let_in(asked: CodeAsked, request: Request) -> None:
    if request.headers.get("origin") and not asking.same_origin(request):
        raise FromElsewhere
    if _most(request) <= 0:
        raise NotFound
    began = time.monotonic()
    state = request.app.state
    try:
        setup.enter(state.engine, state.data, asked.code, address=shapes.address(request), now=clock.now())
    except setup.WrongCode:
        time.sleep(max(0.0, LEAST_SECONDS - (time.monotonic() - began)))
        raise


def _most(request: Request) -> int:
    return int(request.app.state.most_workspaces)


def _wish(asked: WorkspaceAsked) -> Wish:
    return Wish(
        pack=asked.pack,
        name=asked.name,
        key=asked.key or None,
        login=asked.login,
        password=asked.password,
        lang=asked.lang,
        stages=tuple(OwnStage(key=one.key, label=one.label, limit=one.limit) for one in asked.stages),
        colleagues=tuple(Colleague(name=one.name, role=one.role, leads=one.leads) for one in asked.colleagues),
        with_samples=asked.samples,
    )


def _told(founded: Founded, asked: WorkspaceAsked, opened: Opened) -> FoundedOut:
    return FoundedOut(
        key=founded.key,
        name=asked.name.strip(),
        opened=opened,
        colleagues=[
            WelcomeOut(name=one.person.name, login=one.person.login, password=one.first_password)
            for one in founded.colleagues
        ],
        import_id=founded.batch.id if founded.batch is not None else None,
    )


def _shown(pack: Shown, lang: Lang) -> PackOut:
    document = reading.blueprint(pack.key)

    def said(words: Any) -> str:  # noqa: ANN401 - as it was written: a text, or one for each language
        return Words.model_validate(words).say(lang)

    return PackOut(
        key=pack.key,
        title=pack.title,
        promise=pack.promise,
        for_whom=pack.for_whom,
        inside=list(pack.inside),
        figures=[PackFigureOut(label=one.label, value=one.value, source=one.source) for one in pack.figures],
        tags=list(pack.tags),
        counts=asdict(pack.counts),
        picture=pack.picture,
        handbook=pack.handbook,
        object=document["processes"][0]["object"],
        stages=[
            PackStageOut(key=stage["key"], label=said(stage["label"]), limit=stage.get("limit"))
            for stage in tailoring.stages(document)
        ],
        roles=[
            PackRoleOut(key=role["key"], label=said(role["label"]), leads=role.get("scope") == "team")
            for role in document["roles"]
        ],
        samples=tasting.offered(pack.key),
    )
