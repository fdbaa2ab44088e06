"""Which column holds which field. A physical name is used once and never again."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bihuan.kernel.db import Model


class StoredColumn(Model):
    """A field's place in its object's table: live, hidden (restorable), or purged."""

    __tablename__ = "objects_column"
    __sight__: ClassVar = "open"
    __table_args__ = (
        UniqueConstraint("object_key", "physical"),
        Index(
            "uq_objects_column_live",
            "object_key",
            "field_key",
            unique=True,
            postgresql_where=text("hidden_at IS NULL AND purged_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    object_key: Mapped[str]
    field_key: Mapped[str]
    physical: Mapped[str]
    type: Mapped[str]
    to_key: Mapped[str | None]
    hidden_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]

    @property
    def live(self) -> bool:
        """Whether the blueprint that lives now has this field."""
        return self.hidden_at is None and self.purged_at is None

    @property
    def index_name(self) -> str:
        """The name of this column's index, short whatever the keys are."""
        return f"ix_objects_column_{self.id}"

    @property
    def unique_name(self) -> str:
        """The name of the index that keeps this column's values apart."""
        return f"ux_objects_column_{self.id}"

    @property
    def sequence_name(self) -> str:
        """The name of this column's sequence, for fields that number themselves."""
        return f"q_objects_column_{self.id}"
