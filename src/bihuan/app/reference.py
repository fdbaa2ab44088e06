"""What the interface offers, for programs (OpenAPI) and, where configured, as a page for people."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from bihuan.kernel import web
from bihuan.org.asking import Asking

router = web.doors(include_in_schema=False)
page = web.doors(include_in_schema=False)
_VERBS = ("get", "post", "put", "patch", "delete")


@router.get("/openapi.json")
def openapi(_: Asking, request: Request) -> dict[str, Any]:
    """The interface, described for programs."""
    described: dict[str, Any] = request.app.openapi()
    return described


@page.get("/docs")
def docs(_: Asking, request: Request) -> HTMLResponse:
    """The interface, described for people: plain text, nothing loaded from anywhere."""
    described = request.app.openapi()
    rows = "".join(
        f"<tr><td><code>{verb.upper()}</code></td><td><code>{escape(path)}</code></td>"
        f"<td>{escape(does.get('description') or does.get('summary') or '')}</td></tr>"
        for path, verbs in described["paths"].items()
        for verb, does in verbs.items()
        if verb in _VERBS
    )
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bihuan API</title>'
        f"<h1>Bihuan API {escape(described['info']['version'])}</h1>"
        '<p>In full: <a href="/api/openapi.json">/api/openapi.json</a></p>'
        f"<table>{rows}</table></html>"
    )
