"""Official texts of measures that operators load; they are no part of the project."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure_text",
        sa.Column("measure", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("slices", sa.Text(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_measure_text_sha256_hex")),
        sa.PrimaryKeyConstraint("measure", name=op.f("pk_measure_text")),
    )


def downgrade() -> None:
    op.drop_table("measure_text")
