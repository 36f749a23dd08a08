"""What people decide about actions left behind at a school."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table, and the columns of the log that say what was decided."""
    op.create_table(
        "decisions",
        sa.Column("action_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("given_to", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("action_id", "number", name=op.f("pk_decisions")),
    )
    op.add_column("actions", sa.Column("given_to", sa.Text(), nullable=True))
    op.add_column("actions", sa.Column("decided", sa.Text(), nullable=True))
