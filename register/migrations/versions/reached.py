"""Whom a mail reached that could not be delivered to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; of reports that came before nobody knows."""
    op.add_column("undelivered", sa.Column("reached", sa.JSON(none_as_null=True), nullable=True))
