"""Which program a person works in, and what stands in drafts that a password protects."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; who was there before works in Word, as until now."""
    op.add_column("people", sa.Column("works_in", sa.Text(), nullable=False, server_default="Word"))
    op.add_column("drafts", sa.Column("content", sa.String(length=64), nullable=True))
