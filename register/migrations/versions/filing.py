"""When the supervisor's school has filed what concerns children, where the two are of different schools."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; nobody has entered a day yet."""
    op.add_column("planned_sessions", sa.Column("supervisor_filed_on", sa.Date(), nullable=True))
