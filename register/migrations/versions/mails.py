"""What lies in mails and archives, and which domains mails came from and were addressed to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "enclosures",
        sa.Column("bundle", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["bundle"], ["originals.sha256"], name=op.f("fk_enclosures_bundle")),
        sa.PrimaryKeyConstraint("bundle", "sha256", name=op.f("pk_enclosures")),
    )
    op.create_index("ix_enclosures_sha256", "enclosures", ["sha256"], unique=False)
    op.create_table(
        "mail_domains",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=4), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["originals.sha256"], name=op.f("fk_mail_domains_sha256")),
        sa.PrimaryKeyConstraint("sha256", "side", "domain", name=op.f("pk_mail_domains")),
    )
