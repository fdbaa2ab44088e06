"""What the tests of approvals share: a deal of Chen's with a discount above his limit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bihuan.kernel.files import Store
from tests.approvals.asking import Asking, released
from tests.company import Cast
from tests.process.conftest import browse
from tests.process.deals import Deal

__all__ = ["browse"]


@pytest.fixture
def new_asking(session: Session, cast: Cast, data: Path) -> Callable[..., Asking]:
    """A deal with a discount, in a company with these approvals: `new_asking(APPROVAL)`."""

    def made(*approvals: dict[str, Any], **values: str) -> Asking:
        released(session, *approvals)
        deal = Deal(session, cast, Store(data / "files"))
        given = {"amount": "5000", "discount": "15", **values}
        return Asking(deal.opened("chen", **given))

    return made


@pytest.fixture
def asking(new_asking: Callable[..., Asking]) -> Asking:
    """A deal with fifteen per cent off, which the direct manager has to approve."""
    return new_asking()
