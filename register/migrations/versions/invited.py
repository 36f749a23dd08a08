"""What invitations said that went out, so that one can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table; what an invitation said that was sent before is not known."""
    op.create_table(
        "invited",
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("errand", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Text(), nullable=False),
        sa.Column("person_ids", sa.JSON(), nullable=False),
        sa.Column("session_on", sa.Date(), nullable=False),
        sa.Column("session_at", sa.Time(), nullable=True),
        sa.Column("length_min", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("session_id", "errand", "facts", name=op.f("pk_invited")),
    )
