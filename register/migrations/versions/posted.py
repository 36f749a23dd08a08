"""What was really sent, and the drafts that were made for that."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "posted",
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("errand", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "errand", "facts", name=op.f("pk_posted")),
    )
    op.create_table(
        "drafts",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("errand", sa.String(length=20), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_drafts")),
    )
