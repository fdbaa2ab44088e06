"""What the tests of journeys share: a deal that has just been noted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bihuan.kernel.files import Store
from tests.company import Cast
from tests.process.deals import Deal


@pytest.fixture
def new_deal(session: Session, cast: Cast, data: Path) -> Callable[[], Deal]:
    """A deal nobody has noted yet: `new_deal().opened(amount="5000")`."""
    return lambda: Deal(session, cast, Store(data / "files"))


@pytest.fixture
def deal(new_deal: Callable[[], Deal]) -> Deal:
    """One of Chen's opportunities, noted on a Monday at nine."""
    return new_deal().opened()
