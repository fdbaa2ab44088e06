"""How long one person waits for an answer: one question at a time, nobody else asking."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from http.client import HTTPConnection

from bench.server import Server
from bench.wrk import Request

ONCE_MORE = 3  # answers that only warm up


def waits(server: Server, asked: Sequence[Request]) -> list[float]:
    """Milliseconds until the whole answer was there, for each question but the first few."""
    link = HTTPConnection("127.0.0.1", server.port, timeout=120)
    found = []
    for request in (*asked[:ONCE_MORE], *asked):
        began = time.perf_counter()
        link.request(request.method, request.path, headers={"Authorization": f"Bearer {request.token}"})
        answer = link.getresponse()
        answer.read()
        found.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, f"{request.path}: {answer.status}"  # noqa: PLR2004
    link.close()
    return found[ONCE_MORE:]


def p95(times: Sequence[float]) -> float:
    """What nineteen of twenty wait at most."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
