"""Which program a person works in, what stands in drafts under a password, and what was sent by server."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add columns and table; who was there before works in Word, as until now."""
    op.add_column("people", sa.Column("works_in", sa.Text(), nullable=False, server_default="Word"))
    op.add_column("drafts", sa.Column("content", sa.String(length=64), nullable=True))
    op.create_table(
        "mailed",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_mailed")),
    )
