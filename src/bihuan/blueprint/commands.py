"""Keeping a new version. Checking and applying it is `design`'s."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.blueprint import queries
from bihuan.blueprint.models import Version


def keep(session: Session, body: dict[str, Any], *, note: str, by_id: int | None, now: datetime) -> Version:
    """Store the next version; from the next look on it is the one that lives."""
    earlier = queries.history(session)
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    number = earlier[0].number + 1 if earlier else 1
    version = Version(body=body, note=note, digest=digest, released_at=now, released_by_id=by_id, number=number)
    session.add(version)
    session.flush()
    session.info["blueprint_id"] = version.id
    return version
