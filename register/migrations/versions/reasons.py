"""Why deputies sign, and whose signature a record will not have."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add columns; nobody has given a reason yet."""
    op.add_column("relationships", sa.Column("deputies_reason", sa.Text(), nullable=True))
    op.add_column("planned_sessions", sa.Column("unable_to_sign", sa.Text(), nullable=True))
    op.add_column("planned_sessions", sa.Column("unable_reason", sa.Text(), nullable=True))
