"""The built screens: three pages, and the files they are made of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from bihuan.kernel.refusals import NotFound

STATIC = Path(__file__).parent / "static"
DESK, PHONE, CONFIRM = "index.html", "m.html", "c.html"
FOREVER, ASK_AGAIN, NEVER = "public, max-age=31536000, immutable", "no-cache", "no-store"
_PHONE = re.compile(r"iPhone|iPod|Android.+Mobile|Mobile.+Firefox|Windows Phone|HarmonyOS.+Mobile", re.IGNORECASE)
_NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>闭环 Bihuan</title>
<h1>页面还没有构建</h1>
<p>服务正在运行，接口可用（<a href="/api/health">/api/health</a>）；网页还没有构建。
请在代码目录运行 <code>make run</code>。</p>
<h1>The pages are not built yet</h1>
<p>The server runs and its interface answers (<a href="/api/health">/api/health</a>); the web pages have not been
built. Run <code>make run</code> in the source folder.</p></html>"""

router = APIRouter(include_in_schema=False)
Rest = Annotated[str, InPath(max_length=2000)]


@router.api_route("/", methods=["GET", "HEAD"])
def front(request: Request, desk: bool = False) -> Response:
    """The desk; a phone is shown the way to its own pages unless it asks for the desk."""
    if not desk and _PHONE.search(request.headers.get("user-agent", "")):
        return RedirectResponse("/m/", status_code=302, headers={"vary": "user-agent", "cache-control": NEVER})
    return _page(DESK)


@router.api_route("/m", methods=["GET", "HEAD"])
def phone_front() -> Response:
    """The phone's first page."""
    return _page(PHONE)


@router.api_route("/m/{rest:path}", methods=["GET", "HEAD"])
def phone(rest: Rest) -> Response:
    """The phone's pages; which one is the page's own business."""
    del rest
    return _page(PHONE)


@router.api_route("/c/{rest:path}", methods=["GET", "HEAD"])
def confirmation(rest: Rest) -> Response:
    """The page a customer opens without an account."""
    del rest
    return _page(CONFIRM)


@router.api_route("/{rest:path}", methods=["GET", "HEAD"])
def anything(rest: Rest) -> Response:
    """A built file where there is one, else the desk, which knows its own addresses."""
    if rest == "api" or rest.startswith("api/") or "\0" in rest:
        raise NotFound
    file = _built(rest)
    if file is not None:
        return FileResponse(file, headers={"cache-control": FOREVER if rest.startswith("assets/") else ASK_AGAIN})
    if "." in rest.rsplit("/", 1)[-1]:
        raise NotFound
    return _page(DESK)


def _built(name: str) -> Path | None:
    """The file of this name among those that were built, pages aside."""
    try:
        file = (STATIC / name).resolve()
        return file if file.is_relative_to(STATIC) and file.suffix != ".html" and file.is_file() else None
    except OSError:  # a name that no file system takes
        return None


def _page(name: str) -> Response:
    file = STATIC / name
    if not file.is_file():
        return HTMLResponse(_NOT_BUILT, status_code=503, headers={"cache-control": NEVER})
    return FileResponse(file, media_type="text/html", headers={"cache-control": NEVER, "vary": "user-agent"})
