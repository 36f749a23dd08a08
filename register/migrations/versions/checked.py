"""What people said of returned files after looking at them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "checked",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["originals.sha256"], name=op.f("fk_checked_sha256")),
        sa.PrimaryKeyConstraint("sha256", "number", name=op.f("pk_checked")),
    )
