"""What could not be delivered, as mail servers have said."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table; reports that came before are in the archive, and are not looked at again."""
    op.create_table(
        "undelivered",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("errand", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "session_id", "errand", "facts", name=op.f("pk_undelivered")),
    )
